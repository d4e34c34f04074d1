// Cross-entropy of logits scale · z with its gradient in one go: a work group for each row of z. All items pass
// all barriers, also in a row that is ignored, whose target stands for 0.

#define CROSS_ENTROPY(KIND, LOGITS, TARGET, STORE)                                         \
    KERNEL cross_entropy_##KIND(                                                           \
        LOGITS, const long stride, READ(long, targets),                                    \
        const float scale, const float gradient, const int wants_gradient,                 \
        const long ignore, WRITE(float, losses), const long columns) {                     \
        LOCAL float pad[SIZE];                                                             \
        z += z_start + GROUP_X * stride;                                                   \
        OPEN_##KIND                                                                        \
        long target = targets[targets_start + GROUP_X];                                    \
        int ignored = target == ignore;                                                    \
        if (ignored) target = 0;                                                           \
        losses += losses_start + GROUP_X;                                                  \
        float greatest = -INFINITE;                                                        \
        MAX_COLUMNS(greatest, scale * z[c])                                                \
        greatest = group_max(greatest, pad);                                               \
        float total = 0.0f;                                                                \
        SUM_COLUMNS(total, EXP(scale * z[c] - greatest))                                   \
        total = group_sum(total, pad);                                                     \
        float log_sum = greatest + log(total);                                             \
        if (ITEM == 0) *losses = ignored ? 0.0f : log_sum - scale * z[target];             \
        BARRIER;                                                                           \
        float factor = gradient * scale;                                                   \
        if (wants_gradient) EACH_COLUMN {                                                  \
            float p = EXP(scale * z[c] - log_sum) - (c == target ? 1.0f : 0.0f);           \
            TARGET[c] = STORE(ignored ? 0.0f : factor * p);                                \
        }                                                                                  \
    }

// The gradient takes the place of the logits, or lies beside them, rounded.
#define OPEN_float
#define OPEN_bf16 dz += dz_start + GROUP_X * stride;
#define IN_PLACE WRITE(float, z)
#define BESIDE READ(float, z), WRITE(ushort, dz)
CROSS_ENTROPY(float, IN_PLACE, z, SAME)
CROSS_ENTROPY(bf16, BESIDE, dz, bf16_of_float)
