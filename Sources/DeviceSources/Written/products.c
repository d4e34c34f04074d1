// C = alpha · A · B + beta · C, for devices without a library of products: a group of 16 × 16 items computes
// 64 × 64 numbers of C, sixteen for each item, from tiles of A and B in the group's memory. Element (i, p) of
// A lies at i · a_row + p · a_column, so that a transposed operand is one with its steps exchanged.

#define TILE 64
#define DEPTH 16

#define PRODUCT(NAME, IN, LOAD, OUT, STORE)                                                \
    KERNEL product_##NAME(                                                                 \
        READ(IN, a), const long a_row, const long a_column, READ(IN, b), const long b_row, \
        const long b_column, READ(float, bias), const int has_bias, const float alpha,     \
        const float beta, WRITE(OUT, c), const long c_row, const long m, const long n,     \
        const long k, READ(long, offsets)) {                                               \
        LOCAL float left[DEPTH * (TILE + 1)];                                              \
        LOCAL float right[DEPTH * (TILE + 1)];                                             \
        OPEN(offsets);                                                                     \
        a += a_start + offsets[GROUP_Z * 3];                                               \
        b += b_start + offsets[GROUP_Z * 3 + 1];                                           \
        c += c_start + offsets[GROUP_Z * 3 + 2];                                           \
        long top = GROUP_Y * TILE, start = GROUP_X * TILE;                                 \
        int x = ITEM % 16, y = ITEM / 16;                                                  \
        float sum[16];                                                                     \
        for (int i = 0; i < 16; i++) sum[i] = 0.0f;                                        \
        for (long depth = 0; depth < k; depth += DEPTH) {                                  \
            for (int i = ITEM; i < TILE * DEPTH; i += 256) {                               \
                int r = a_column == 1 ? i / DEPTH : i % TILE;                              \
                int p = a_column == 1 ? i % DEPTH : i / TILE;                              \
                left[p * (TILE + 1) + r] = top + r < m && depth + p < k                    \
                    ? LOAD(a[(top + r) * a_row + (depth + p) * a_column]) : 0.0f;          \
                int s = b_row == 1 ? i / DEPTH : i % TILE;                                 \
                int t = b_row == 1 ? i % DEPTH : i / TILE;                                 \
                right[t * (TILE + 1) + s] = start + s < n && depth + t < k                 \
                    ? LOAD(b[(depth + t) * b_row + (start + s) * b_column]) : 0.0f;        \
            }                                                                              \
            BARRIER;                                                                       \
            int steps = k - depth < DEPTH ? (int)(k - depth) : DEPTH;                      \
            for (int p = 0; p < steps; p++) {                                              \
                for (int i = 0; i < 4; i++) {                                              \
                    float u = left[p * (TILE + 1) + y + 16 * i];                           \
                    for (int j = 0; j < 4; j++)                                            \
                        sum[4 * i + j] += u * right[p * (TILE + 1) + x + 16 * j];          \
                }                                                                          \
            }                                                                              \
            BARRIER;                                                                       \
        }                                                                                  \
        for (int i = 0; i < 4; i++) {                                                      \
            for (int j = 0; j < 4; j++) {                                                  \
                long row = top + y + 16 * i, column = start + x + 16 * j;                  \
                if (row < m && column < n) {                                               \
                    float v = alpha * sum[4 * i + j];                                      \
                    if (has_bias) v += bias[bias_start + column];                          \
                    if (beta != 0.0f) v += beta * EARLIER_##OUT(c[row * c_row + column]);  \
                    c[row * c_row + column] = STORE(v);                                    \
                }                                                                          \
            }                                                                              \
        }                                                                                  \
    }

#define EARLIER_float(v) (v)
#define EARLIER_ushort(v) float_of_bf16(v)
PRODUCT(float, float, SAME, float, SAME)
PRODUCT(bf16, ushort, float_of_bf16, float, SAME)
PRODUCT(bf16_rounded, ushort, float_of_bf16, ushort, bf16_of_float)
