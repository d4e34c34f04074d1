// Rows of numbers, [rows, columns]: a work group for each row. Its items take every SIZE-th column.

KERNEL softmax(READ(float, x), WRITE(float, y), const long columns) {
    LOCAL float pad[SIZE];
    x += x_start + GROUP_X * columns;
    y += y_start + GROUP_X * columns;
    float greatest = -INFINITE;
    MAX_COLUMNS(greatest, x[c])
    greatest = group_max(greatest, pad);
    float total = 0.0f;
    EACH_COLUMN y[c] = EXP(x[c] - greatest);
    SUM_COLUMNS(total, y[c])
    total = group_sum(total, pad);
    EACH_COLUMN y[c] /= total;
}

// dx = y · (dy − Σ dy·y)
KERNEL softmax_backward(READ(float, y), READ(float, dy), WRITE(float, dx), const long columns) {
    LOCAL float pad[SIZE];
    y += y_start + GROUP_X * columns;
    dy += dy_start + GROUP_X * columns;
    dx += dx_start + GROUP_X * columns;
    float dot = 0.0f;
    SUM_COLUMNS(dot, dy[c] * y[c])
    dot = group_sum(dot, pad);
    EACH_COLUMN dx[c] = y[c] * (dy[c] - dot);
}

// y = x / divisor − log Σ EXP(x / divisor)
KERNEL log_softmax(READ(float, x), const float divisor, WRITE(float, y), const long columns) {
    LOCAL float pad[SIZE];
    x += x_start + GROUP_X * columns;
    y += y_start + GROUP_X * columns;
    float greatest = -INFINITE;
    MAX_COLUMNS(greatest, x[c] / divisor)
    greatest = group_max(greatest, pad);
    float total = 0.0f;
    SUM_COLUMNS(total, EXP(x[c] / divisor - greatest))
    total = log(group_sum(total, pad));
    EACH_COLUMN y[c] = x[c] / divisor - greatest - total;
}

// dx = dy − EXP(y) · Σ dy, the rows of dx `stride` apart.
#define LOG_SOFTMAX_BACKWARD(KIND, TYPE, LOAD, STORE)                                      \
    KERNEL log_softmax_backward_##KIND(                                                    \
        READ(TYPE, y), READ(TYPE, dy), WRITE(TYPE, dx), const long stride, const long columns) { \
        LOCAL float pad[SIZE];                                                             \
        y += y_start + GROUP_X * columns;                                                  \
        dy += dy_start + GROUP_X * columns;                                                \
        dx += dx_start + GROUP_X * stride;                                                 \
        float sum = 0.0f;                                                                  \
        SUM_COLUMNS(sum, LOAD(dy[c]))                                                      \
        sum = group_sum(sum, pad);                                                         \
        EACH_COLUMN dx[c] = STORE(LOAD(dy[c]) - EXP(LOAD(y[c])) * sum);                    \
    }
LOG_SOFTMAX_BACKWARD(float, float, SAME, SAME)
LOG_SOFTMAX_BACKWARD(bf16, ushort, float_of_bf16, bf16_of_float)

// The same for a dy of 0 but for values[r] at places[r], none where that is negative.
KERNEL log_softmax_backward_one_hot(
    READ(float, y), READ(long, places), READ(float, values), WRITE(float, dx), const long columns) {
    OPEN(places);
    OPEN(values);
    y += y_start + GROUP_X * columns;
    dx += dx_start + GROUP_X * columns;
    long place = places[GROUP_X];
    float value = place < 0 ? 0.0f : values[GROUP_X];
    EACH_COLUMN dx[c] = (c == place ? value : 0.0f) - EXP(y[c]) * value;
}

KERNEL one_hot(READ(long, places), READ(float, values), WRITE(float, y), const long columns) {
    OPEN(places);
    OPEN(values);
    y += y_start + GROUP_X * columns;
    long place = places[GROUP_X];
    float value = place < 0 ? 0.0f : values[GROUP_X];
    EACH_COLUMN y[c] = c == place ? value : 0.0f;
}

// y[r, :] += bias
KERNEL add_bias(READ(float, bias), WRITE(float, y), const long columns, const long count) {
    OPEN(bias);
    OPEN(y);
    long i = INDEX;
    if (i < count) y[i] += bias[i % columns];
}

// c[r, :] = bias, rows `stride` apart: what a product with beta 1 then adds to.
KERNEL spread_bias(READ(float, bias), WRITE(float, c), const long stride, const long columns, const long count) {
    OPEN(bias);
    OPEN(c);
    long i = INDEX;
    if (i < count) c[i / columns * stride + i % columns] = bias[i % columns];
}

// y[r] = Σ row r
KERNEL row_sums(READ(float, x), WRITE(float, y), const long columns) {
    LOCAL WIDE pad[SIZE];
    x += x_start + GROUP_X * columns;
    OPEN(y);
    WIDE sum = 0;
    FOLD_COLUMNS(WIDE, sum, 0, ADDED, x[c])
    sum = group_wide_sum(sum, pad);
    if (ITEM == 0) y[GROUP_X] = (float)sum;
}

// Sums of columns in two steps, so that rows are added in a fixed order: an item for a column in each chunk
// of rows, then one for a column over all chunks.
#define CHUNK 32
#define COLUMN_SUMS(KIND, TYPE, LOAD)                                                      \
    KERNEL column_chunks_##KIND(                                                           \
        READ(TYPE, x), WRITE(float, partial), const long rows, const long columns) {       \
        OPEN(x);                                                                           \
        OPEN(partial);                                                                     \
        long c = INDEX, chunk = GROUP_Y;                                                   \
        if (c >= columns) return;                                                          \
        long end = (chunk + 1) * CHUNK < rows ? (chunk + 1) * CHUNK : rows;                \
        float sum = 0.0f;                                                                  \
        for (long r = chunk * CHUNK; r < end; r++) sum += LOAD(x[r * columns + c]);        \
        partial[chunk * columns + c] = sum;                                                \
    }
COLUMN_SUMS(float, float, SAME)
COLUMN_SUMS(bf16, ushort, float_of_bf16)

KERNEL add_column_chunks(READ(float, partial), WRITE(float, y), const long chunks, const long columns) {
    OPEN(partial);
    OPEN(y);
    long c = INDEX;
    if (c >= columns) return;
    float sum = 0.0f;
    for (long chunk = 0; chunk < chunks; chunk++) sum += partial[chunk * columns + c];
    y[c] += sum;
}
