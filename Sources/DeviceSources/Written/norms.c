// Layer norm (Ba, Kiros & Hinton 2016): a work group for each row.

// Differences of numbers that are nearly the same: their products are rounded alike wherever they are made.
#ifndef __CUDACC_RTC__
#pragma OPENCL FP_CONTRACT OFF
#endif

#define ADDS_RESIDUAL 1
#define HAS_WEIGHT 2
#define HAS_BIAS 4
#define WANTS_DX 8

// y = (x − mean) · rstd · weight + bias. With ADDS_RESIDUAL x is first added to `residual`, the sum written.
KERNEL layer_norm(
    READ(float, x), READ(float, residual), WRITE(float, sum), READ(float, weight), READ(float, bias),
    const float eps, WRITE(float, y), WRITE(float, mean), WRITE(float, rstd), const long columns,
    const int has) {
    LOCAL float pad[SIZE];
    x += x_start + GROUP_X * columns;
    y += y_start + GROUP_X * columns;
    if (has & ADDS_RESIDUAL) {
        residual += residual_start + GROUP_X * columns;
        sum += sum_start + GROUP_X * columns;
    }
    float total = 0.0f;
    EACH_COLUMN {
        float v = x[c];
        if (has & ADDS_RESIDUAL) {
            v = residual[c] + v;
            sum[c] = v;
        }
        y[c] = v;
    }
    BARRIER;
    SUM_COLUMNS(total, y[c])
    float centre = group_sum(total, pad) / (float)columns;
    float squares = 0.0f;
    SUM_COLUMNS(squares, (y[c] - centre) * (y[c] - centre))
    float scale = 1.0f / sqrt(group_sum(squares, pad) / (float)columns + eps);
    EACH_COLUMN {
        float v = (y[c] - centre) * scale;
        if (has & HAS_WEIGHT) v *= weight[weight_start + c];
        if (has & HAS_BIAS) v += bias[bias_start + c];
        y[c] = v;
    }
    if (ITEM == 0) {
        mean[mean_start + GROUP_X] = centre;
        rstd[rstd_start + GROUP_X] = scale;
    }
}

// g = dy · weight;  dx = rstd · (g − mean(g) − x̂ · mean(g · x̂)) (+ residual)
KERNEL layer_norm_backward(
    READ(float, x), READ(float, weight), READ(float, mean), READ(float, rstd), READ(float, dy),
    READ(float, residual), WRITE(float, dx), const long columns, const int has) {
    LOCAL float pad[SIZE];
    x += x_start + GROUP_X * columns;
    dy += dy_start + GROUP_X * columns;
    dx += dx_start + GROUP_X * columns;
    float centre = mean[mean_start + GROUP_X], scale = rstd[rstd_start + GROUP_X];
    float total = 0.0f, dot = 0.0f;
    if (has & HAS_WEIGHT) weight += weight_start;
#define SLOPE (has & HAS_WEIGHT ? PRODUCT_OF(dy[c], weight[c]) : dy[c])
    SUM_COLUMNS(total, SLOPE)
    SUM_COLUMNS(dot, SLOPE * (x[c] - centre) * scale)
    total = group_sum(total, pad) / (float)columns;
    dot = group_sum(dot, pad) / (float)columns;
    EACH_COLUMN {
        float v = scale * (SLOPE - total - (x[c] - centre) * scale * dot);
        if (has & ADDS_RESIDUAL) v += residual[residual_start + GROUP_X * columns + c];
        dx[c] = v;
    }
}

// Σ_r dy · x̂ and Σ_r dy over chunks of rows: `add_column_chunks` adds them up.
KERNEL layer_norm_chunks(
    READ(float, x), READ(float, mean), READ(float, rstd), READ(float, dy), WRITE(float, dweight),
    WRITE(float, dbias), const long rows, const long columns, const long chunk_rows) {
    OPEN(x);
    OPEN(mean);
    OPEN(rstd);
    OPEN(dy);
    OPEN(dweight);
    OPEN(dbias);
    long c = INDEX, chunk = GROUP_Y;
    if (c >= columns) return;
    long end = (chunk + 1) * chunk_rows < rows ? (chunk + 1) * chunk_rows : rows;
    float dot = 0.0f, sum = 0.0f;
    for (long r = chunk * chunk_rows; r < end; r++) {
        float g = dy[r * columns + c];
        dot += g * ((x[r * columns + c] - mean[r]) * rstd[r]);
        sum += g;
    }
    dweight[chunk * columns + c] = dot;
    dbias[chunk * columns + c] = sum;
}
