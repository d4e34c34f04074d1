// One pass over all the numbers of a parameter; the settings were computed in float64 and rounded once.

// Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019), as `AdamStep` says.
KERNEL adam(
    WRITE(float, parameter), READ(float, gradient), WRITE(float, m), WRITE(float, v), const float scale,
    const float keep, const float decay, const float rate, const float mixing, const float beta2,
    const float new_square, const float root_scale, const float eps, const int decoupled, const long count) {
    OPEN(parameter);
    OPEN(gradient);
    OPEN(m);
    OPEN(v);
    long i = INDEX;
    if (i >= count) return;
    float old = parameter[i];
    float g = gradient[i] * scale;
    if (!decoupled) g += old * decay;
    float mean = m[i] + (g - m[i]) * mixing;
    float square = v[i] * beta2 + g * g * new_square;
    parameter[i] = old * keep + rate * (mean / (sqrt(square) * root_scale + eps));
    m[i] = mean;
    v[i] = square;
}

// `form`: 0 without momentum, 1 the first step with it, 2 a further one, and 4 more for Nesterov's.
KERNEL sgd(
    WRITE(float, parameter), READ(float, gradient), WRITE(float, buffer), const float scale,
    const float decay, const float momentum, const float share, const float rate, const int form,
    const long count) {
    OPEN(parameter);
    OPEN(gradient);
    OPEN(buffer);
    long i = INDEX;
    if (i >= count) return;
    float change = gradient[i] * scale + parameter[i] * decay;
    if (form & 3) {
        float moved = (form & 3) == 1 ? change : momentum * buffer[i] + share * change;
        buffer[i] = moved;
        change = form & 4 ? change + momentum * moved : moved;
    }
    parameter[i] -= rate * change;
}
