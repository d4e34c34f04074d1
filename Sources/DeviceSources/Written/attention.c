// Attention (Vaswani et al. 2017) without the [queries, keys] of scores: an item for each query goes through
// the keys once, with a running maximum and sum (Milakov & Gimelshein 2018, Dao et al. 2022). WIDTH is the
// width of a head; TILE keys or queries at a time lie in the memory of a group. TYPE, LOAD and STORE say what
// the numbers are. Sums are float32, each made by one item in a fixed order.

typedef struct {
    long heads, queries, keys;
    long q[3], k[3], v[3], z[3];  // steps along batch, head, position
    float scale;
    int causal;
} Shape;

// One head of one batch.
#define AT(name) name += name##_start + GROUP_Y / shape.heads * shape.name[0] + GROUP_Y % shape.heads * shape.name[1]
#define AT_OF(name, like)                                                                  \
    name += name##_start + GROUP_Y / shape.heads * shape.like[0] + GROUP_Y % shape.heads * shape.like[1]

// Rows `first` to `first + TILE` of x as float32 in the group's memory, zeros past `count`.
#define FILL(tile, x, step, first, count)                                                  \
    for (int i = ITEM; i < TILE * WIDTH; i += SIZE) {                                      \
        long row = (first) + i / WIDTH;                                                    \
        tile[i] = row < (count) ? LOAD(x[row * (step) + i % WIDTH]) : 0.0f;                \
    }

// How many keys a query sees.
FUNCTION long visible_keys(long query, long queries, long keys, int causal) {
    if (query >= queries) return 0;
    if (!causal) return keys;
    long visible = keys - queries + query + 1;
    return visible < 0 ? 0 : (visible < keys ? visible : keys);
}

FUNCTION long lesser(long a, long b) { return a < b ? a : b; }

KERNEL attention(
    READ(TYPE, q), READ(TYPE, k), READ(TYPE, v), WRITE(TYPE, z), WRITE(float, logSumExp), const Shape shape) {
    LOCAL float keys[TILE * WIDTH];
    LOCAL float values[TILE * WIDTH];
    AT(q);
    AT(k);
    AT(v);
    AT(z);
    OPEN(logSumExp);
    long query = INDEX;
    long visible = visible_keys(query, shape.queries, shape.keys, shape.causal);
    long last = lesser(GROUP_X * SIZE + SIZE, shape.queries) - 1;
    long most = visible_keys(last, shape.queries, shape.keys, shape.causal);
    float mine[WIDTH], sum[WIDTH];
    for (int d = 0; d < WIDTH; d++) {
        mine[d] = query < shape.queries ? LOAD(q[query * shape.q[2] + d]) * shape.scale : 0.0f;
        sum[d] = 0.0f;
    }
    float greatest = -INFINITE, total = 0.0f;
    for (long first = 0; first < most; first += TILE) {
        FILL(keys, k, shape.k[2], first, shape.keys)
        FILL(values, v, shape.v[2], first, shape.keys)
        BARRIER;
        int count = (int)lesser(TILE, visible - first);
        for (int j = 0; j < count; j++) {
            float s = 0.0f;
            for (int d = 0; d < WIDTH; d++) s += mine[d] * keys[j * WIDTH + d];
            if (s > greatest) {
                float factor = exp(greatest - s);
                greatest = s;
                total *= factor;
                for (int d = 0; d < WIDTH; d++) sum[d] *= factor;
            }
            float p = s == -INFINITE ? 0.0f : exp(s - greatest);
            total += p;
            for (int d = 0; d < WIDTH; d++) sum[d] += p * values[j * WIDTH + d];
        }
        BARRIER;
    }
    if (query < shape.queries) {
        for (int d = 0; d < WIDTH; d++)
            z[query * shape.z[2] + d] = STORE(visible > 0 ? sum[d] / total : 0.0f);
        logSumExp[GROUP_Y * shape.queries + query] = visible > 0 ? greatest + log(total) : -INFINITE;
    }
}

// dq = Σ_j ds[j] · k[j], ds[j] = p[j] (dz·v[j] − delta) · scale, delta = dz·z, kept for `attention_dk`.
KERNEL attention_dq(
    READ(TYPE, q), READ(TYPE, k), READ(TYPE, v), READ(TYPE, z), READ(float, logSumExp), READ(TYPE, dz),
    WRITE(TYPE, dq), WRITE(float, delta), const Shape shape) {
    LOCAL float keys[TILE * WIDTH];
    LOCAL float values[TILE * WIDTH];
    AT(q);
    AT(k);
    AT(v);
    AT(z);
    AT_OF(dz, z);
    AT_OF(dq, q);
    OPEN(logSumExp);
    OPEN(delta);
    long query = INDEX;
    long visible = visible_keys(query, shape.queries, shape.keys, shape.causal);
    long last = lesser(GROUP_X * SIZE + SIZE, shape.queries) - 1;
    long most = visible_keys(last, shape.queries, shape.keys, shape.causal);
    float mine[WIDTH], change[WIDTH], sum[WIDTH], dot = 0.0f, log_sum = 0.0f;
    for (int d = 0; d < WIDTH; d++) {
        mine[d] = query < shape.queries ? LOAD(q[query * shape.q[2] + d]) * shape.scale : 0.0f;
        change[d] = query < shape.queries ? LOAD(dz[query * shape.z[2] + d]) : 0.0f;
        if (query < shape.queries) dot += change[d] * LOAD(z[query * shape.z[2] + d]);
        sum[d] = 0.0f;
    }
    if (query < shape.queries) {
        log_sum = logSumExp[GROUP_Y * shape.queries + query];
        delta[GROUP_Y * shape.queries + query] = dot;
    }
    for (long first = 0; first < most; first += TILE) {
        FILL(keys, k, shape.k[2], first, shape.keys)
        FILL(values, v, shape.v[2], first, shape.keys)
        BARRIER;
        int count = (int)lesser(TILE, visible - first);
        for (int j = 0; j < count; j++) {
            float s = 0.0f, dp = 0.0f;
            for (int d = 0; d < WIDTH; d++) {
                s += mine[d] * keys[j * WIDTH + d];
                dp += change[d] * values[j * WIDTH + d];
            }
            float ds = exp(s - log_sum) * (dp - dot) * shape.scale;
            for (int d = 0; d < WIDTH; d++) sum[d] += ds * keys[j * WIDTH + d];
        }
        BARRIER;
    }
    if (query < shape.queries)
        for (int d = 0; d < WIDTH; d++) dq[query * shape.q[2] + d] = STORE(sum[d]);
}

// The first query that sees any key of a group's.
#define FIRST_QUERY                                                                        \
    long key = INDEX;                                                                      \
    long sees_from = shape.causal ? key - (shape.keys - shape.queries) : 0;                \
    long begin = shape.causal ? GROUP_X * SIZE - (shape.keys - shape.queries) : 0;         \
    if (begin < 0) begin = 0;                                                              \
    begin = begin / TILE * TILE;

// dk[j] = Σ over queries of ds · q
KERNEL attention_dk(
    READ(TYPE, q), READ(TYPE, k), READ(TYPE, v), READ(float, logSumExp), READ(TYPE, dz), WRITE(TYPE, dk),
    READ(float, delta), const Shape shape) {
    LOCAL float queries[TILE * WIDTH];
    LOCAL float changes[TILE * WIDTH];
    AT(q);
    AT(k);
    AT(v);
    AT_OF(dz, z);
    AT_OF(dk, k);
    OPEN(logSumExp);
    OPEN(delta);
    FIRST_QUERY
    float mine[WIDTH], value[WIDTH], sum[WIDTH];
    for (int d = 0; d < WIDTH; d++) {
        mine[d] = key < shape.keys ? LOAD(k[key * shape.k[2] + d]) * shape.scale : 0.0f;
        value[d] = key < shape.keys ? LOAD(v[key * shape.v[2] + d]) : 0.0f;
        sum[d] = 0.0f;
    }
    for (long first = begin; first < shape.queries; first += TILE) {
        FILL(queries, q, shape.q[2], first, shape.queries)
        FILL(changes, dz, shape.z[2], first, shape.queries)
        BARRIER;
        int count = (int)lesser(TILE, shape.queries - first);
        for (int i = 0; i < count; i++) {
            if (first + i < sees_from) continue;
            float s = 0.0f, dp = 0.0f;
            for (int d = 0; d < WIDTH; d++) {
                s += mine[d] * queries[i * WIDTH + d];
                dp += value[d] * changes[i * WIDTH + d];
            }
            long row = GROUP_Y * shape.queries + first + i;
            float ds = exp(s - logSumExp[row]) * (dp - delta[row]) * shape.scale;
            for (int d = 0; d < WIDTH; d++) sum[d] += ds * queries[i * WIDTH + d];
        }
        BARRIER;
    }
    if (key < shape.keys)
        for (int d = 0; d < WIDTH; d++) dk[key * shape.k[2] + d] = STORE(sum[d]);
}

// dv[j] = Σ over queries of p · dz
KERNEL attention_dv(
    READ(TYPE, q), READ(TYPE, k), READ(float, logSumExp), READ(TYPE, dz), WRITE(TYPE, dv), const Shape shape) {
    LOCAL float queries[TILE * WIDTH];
    LOCAL float changes[TILE * WIDTH];
    AT(q);
    AT(k);
    AT_OF(dz, z);
    AT_OF(dv, v);
    OPEN(logSumExp);
    FIRST_QUERY
    float mine[WIDTH], sum[WIDTH];
    for (int d = 0; d < WIDTH; d++) {
        mine[d] = key < shape.keys ? LOAD(k[key * shape.k[2] + d]) * shape.scale : 0.0f;
        sum[d] = 0.0f;
    }
    for (long first = begin; first < shape.queries; first += TILE) {
        FILL(queries, q, shape.q[2], first, shape.queries)
        FILL(changes, dz, shape.z[2], first, shape.queries)
        BARRIER;
        int count = (int)lesser(TILE, shape.queries - first);
        for (int i = 0; i < count; i++) {
            if (first + i < sees_from) continue;
            float s = 0.0f;
            for (int d = 0; d < WIDTH; d++) s += mine[d] * queries[i * WIDTH + d];
            float p = exp(s - logSumExp[GROUP_Y * shape.queries + first + i]);
            for (int d = 0; d < WIDTH; d++) sum[d] += p * changes[i * WIDTH + d];
        }
        BARRIER;
    }
    if (key < shape.keys)
        for (int d = 0; d < WIDTH; d++) dv[key * shape.v[2] + d] = STORE(sum[d]);
}
