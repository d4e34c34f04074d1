// y[i] = f(x[i]) and its like: one item for each number.

#define UNARY(NAME, VALUE)                                                                 \
    KERNEL unary_##NAME(READ(float, x), WRITE(float, y), const long count) {               \
        OPEN(x);                                                                           \
        OPEN(y);                                                                           \
        long i = INDEX;                                                                    \
        if (i < count) {                                                                   \
            float v = x[i];                                                                \
            y[i] = VALUE;                                                                  \
        }                                                                                  \
    }

UNARY(negate, -v)
UNARY(absolute, fabs(v))
UNARY(square, v * v)
UNARY(squareRoot, sqrt(v))
UNARY(reciprocalSquareRoot, 1.0f / sqrt(v))
UNARY(reciprocal, 1.0f / v)
UNARY(exp, exp(v))
UNARY(log, log(v))
UNARY(log2, log2(v))
UNARY(log10, log10(v))
UNARY(log1p, log1p(v))
UNARY(expm1, expm1(v))
UNARY(sin, sin(v))
UNARY(cos, cos(v))
UNARY(tan, tan(v))
UNARY(tanh, tanh(v))
UNARY(sigmoid, 1.0f / (1.0f + exp(-v)))
// NaN stays NaN.
UNARY(relu, v < 0.0f ? 0.0f : v)
UNARY(erf, erf(v))
UNARY(sign, (v > 0.0f ? 1.0f : 0.0f) - (v < 0.0f ? 1.0f : 0.0f))
UNARY(floor, floor(v))
UNARY(ceil, ceil(v))
// Halves go to the even neighbour.
UNARY(round, rint(v))
UNARY(trunc, trunc(v))

// One number where a step is 0, else one after the other; any strides; a number from the host.
#define BINARY(NAME, VALUE)                                                                \
    KERNEL binary_##NAME(                                                                  \
        READ(float, a), const long a_step, READ(float, b), const long b_step,              \
        WRITE(float, y), const long count) {                                               \
        OPEN(a);                                                                           \
        OPEN(b);                                                                           \
        OPEN(y);                                                                           \
        long i = INDEX;                                                                    \
        if (i < count) {                                                                   \
            float u = a[i * a_step], v = b[i * b_step];                                    \
            y[i] = VALUE;                                                                  \
        }                                                                                  \
    }                                                                                      \
    KERNEL walk_##NAME(                                                                    \
        READ(float, a), READ(float, b), WRITE(float, y), const Walk walk, const long count) { \
        OPEN(a);                                                                           \
        OPEN(b);                                                                           \
        OPEN(y);                                                                           \
        long i = INDEX;                                                                    \
        if (i < count) {                                                                   \
            long at_a = 0, at_b = 0, at_y = 0;                                             \
            for (int axis = (int)walk.rank - 1; axis >= 0; axis--) {                       \
                long rest = i % walk.size[axis];                                           \
                i /= walk.size[axis];                                                      \
                at_a += rest * walk.step[0][axis];                                         \
                at_b += rest * walk.step[1][axis];                                         \
                at_y += rest * walk.step[2][axis];                                         \
            }                                                                              \
            float u = a[at_a], v = b[at_b];                                                \
            y[at_y] = VALUE;                                                               \
        }                                                                                  \
    }                                                                                      \
    KERNEL number_##NAME(READ(float, a), const float v, WRITE(float, y), const long count) { \
        OPEN(a);                                                                           \
        OPEN(y);                                                                           \
        long i = INDEX;                                                                    \
        if (i < count) {                                                                   \
            float u = a[i];                                                                \
            y[i] = VALUE;                                                                  \
        }                                                                                  \
    }

BINARY(add, u + v)
BINARY(subtract, u - v)
BINARY(multiply, u * v)
BINARY(divide, u / v)
BINARY(power, pow(u, v))
// NaN where either number is one.
BINARY(maximum, u != u || v != v ? u + v : (u > v ? u : v))
BINARY(minimum, u != u || v != v ? u + v : (u < v ? u : v))

// y[i] += alpha · x[i]
KERNEL axpy(const float alpha, READ(float, x), WRITE(float, y), const long count) {
    OPEN(x);
    OPEN(y);
    long i = INDEX;
    if (i < count) y[i] += alpha * x[i];
}

// GELU (Hendrycks & Gimpel 2016). erf form: x · Φ(x), with slope Φ(x) + x φ(x).
FUNCTION float gelu_erf_value(float x) { return 0.5f * x * (1.0f + erf(x * 0.70710678118654752f)); }
FUNCTION float gelu_erf_slope(float x) {
    return 0.5f * (1.0f + erf(x * 0.70710678118654752f)) + x * exp(-0.5f * x * x) * 0.39894228040143268f;
}

// tanh form: ½ x (1 + tanh u), u = √(2/π) (x + 0.044715 x³)
#define GELU_ROOT 0.79788456080286536f
#define GELU_CUBIC 0.044715f
FUNCTION float gelu_tanh_value(float x) {
    return 0.5f * x * (1.0f + tanh(GELU_ROOT * (x + GELU_CUBIC * x * x * x)));
}
FUNCTION float gelu_tanh_slope(float x) {
    float t = tanh(GELU_ROOT * (x + GELU_CUBIC * x * x * x));
    return 0.5f * (1.0f + t)
        + 0.5f * x * (1.0f - t * t) * GELU_ROOT * (1.0f + 3.0f * GELU_CUBIC * x * x);
}

#define GELU(FORM, KIND, TYPE, LOAD, STORE)                                                \
    KERNEL gelu_##FORM##_##KIND(READ(TYPE, x), WRITE(TYPE, y), const long count) {         \
        OPEN(x);                                                                           \
        OPEN(y);                                                                           \
        long i = INDEX;                                                                    \
        if (i < count) y[i] = STORE(gelu_##FORM##_value(LOAD(x[i])));                      \
    }                                                                                      \
    KERNEL gelu_backward_##FORM##_##KIND(                                                  \
        READ(TYPE, x), READ(TYPE, dy), WRITE(TYPE, dx), const long count) {                \
        OPEN(x);                                                                           \
        OPEN(dy);                                                                          \
        OPEN(dx);                                                                          \
        long i = INDEX;                                                                    \
        if (i < count) dx[i] = STORE(LOAD(dy[i]) * gelu_##FORM##_slope(LOAD(x[i])));       \
    }

GELU(erf, float, float, SAME, SAME)
GELU(tanh, float, float, SAME, SAME)
GELU(erf, bf16, ushort, float_of_bf16, bf16_of_float)
GELU(tanh, bf16, ushort, float_of_bf16, bf16_of_float)

KERNEL narrow(READ(float, x), WRITE(ushort, y), const long count) {
    OPEN(x);
    OPEN(y);
    long i = INDEX;
    if (i < count) y[i] = bf16_of_float(x[i]);
}

KERNEL widen(READ(ushort, x), WRITE(float, y), const long count) {
    OPEN(x);
    OPEN(y);
    long i = INDEX;
    if (i < count) y[i] = float_of_bf16(x[i]);
}
