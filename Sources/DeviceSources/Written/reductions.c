// Sums over all numbers: each group adds a block of fixed size, the host adds what the groups found.

#define BLOCK 8192
#define BLOCK_SUM(NAME, VALUE)                                                             \
    KERNEL NAME(READ(float, x), WRITE(WIDE, partial), const long count) {                  \
        LOCAL WIDE pad[SIZE];                                                              \
        OPEN(x);                                                                           \
        OPEN(partial);                                                                     \
        long start = GROUP_X * BLOCK;                                                      \
        long columns = count - start < BLOCK ? count - start : BLOCK;                      \
        x += start;                                                                        \
        WIDE sum = 0;                                                                      \
        FOLD_COLUMNS(WIDE, sum, 0, ADDED, VALUE)                                           \
        sum = group_wide_sum(sum, pad);                                                    \
        if (ITEM == 0) partial[GROUP_X] = sum;                                             \
    }

BLOCK_SUM(block_sums, (WIDE)x[c])
BLOCK_SUM(block_sums_of_squares, (WIDE)x[c] * (WIDE)x[c])
