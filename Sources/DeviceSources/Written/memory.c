// What moves numbers without computing, by the size of an element in bytes.

#define MOVES(BYTES, TYPE)                                                                 \
    KERNEL copy_##BYTES(READ(TYPE, x), WRITE(TYPE, y), const Walk walk, const long count) { \
        OPEN(x);                                                                           \
        OPEN(y);                                                                           \
        long i = INDEX;                                                                    \
        if (i < count) {                                                                   \
            long from = 0, to = 0;                                                         \
            for (int axis = (int)walk.rank - 1; axis >= 0; axis--) {                       \
                long rest = i % walk.size[axis];                                           \
                i /= walk.size[axis];                                                      \
                from += rest * walk.step[0][axis];                                         \
                to += rest * walk.step[1][axis];                                           \
            }                                                                              \
            y[to] = x[from];                                                               \
        }                                                                                  \
    }                                                                                      \
    KERNEL select_##BYTES(                                                                 \
        READ(uchar, mask), READ(TYPE, x), READ(TYPE, y), WRITE(TYPE, z), const Walk walk,  \
        const long count) {                                                                \
        OPEN(mask);                                                                        \
        OPEN(x);                                                                           \
        OPEN(y);                                                                           \
        OPEN(z);                                                                           \
        long i = INDEX;                                                                    \
        if (i < count) {                                                                   \
            long at[4] = {0, 0, 0, 0};                                                     \
            for (int axis = (int)walk.rank - 1; axis >= 0; axis--) {                       \
                long rest = i % walk.size[axis];                                           \
                i /= walk.size[axis];                                                      \
                for (int operand = 0; operand < 4; operand++)                              \
                    at[operand] += rest * walk.step[operand][axis];                        \
            }                                                                              \
            z[at[3]] = mask[at[0]] ? x[at[1]] : y[at[2]];                                  \
        }                                                                                  \
    }

MOVES(1, uchar)
MOVES(2, ushort)
MOVES(4, uint)
MOVES(8, ulong)
