// What the kernels are written in: the part of C that OpenCL C and CUDA C have in common, under one set of
// names. A kernel that is written in these words is compiled by either runtime as it stands.
//
// A work group (a block of CUDA's) has SIZE items, a number that the host gives when it compiles. An operand
// is a pointer and the place of its first element, as OpenCL knows no addresses inside of memory.

#ifdef __CUDACC_RTC__
#define KERNEL extern "C" __global__ void
#define FUNCTION static __device__ __forceinline__
#define GLOBAL
#define LOCAL __shared__
#define LOCAL_POINTER
#define ITEM ((int)threadIdx.x)
#define GROUP_X ((long)blockIdx.x)
#define GROUP_Y ((long)blockIdx.y)
#define GROUP_Z ((long)blockIdx.z)
#define BARRIER __syncthreads()
#define FLOAT_OF_BITS(bits) __uint_as_float(bits)
#define BITS_OF_FLOAT(x) __float_as_uint(x)
#define WIDE double
typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;
#else
#define KERNEL __kernel void
#define FUNCTION static inline
#define GLOBAL __global
#define LOCAL __local
#define LOCAL_POINTER __local
#define ITEM ((int)get_local_id(0))
#define GROUP_X ((long)get_group_id(0))
#define GROUP_Y ((long)get_group_id(1))
#define GROUP_Z ((long)get_group_id(2))
#define BARRIER barrier(CLK_LOCAL_MEM_FENCE)
#define FLOAT_OF_BITS(bits) as_float(bits)
#define BITS_OF_FLOAT(x) as_uint(x)
// Sums of many numbers, in float64 where the device has it.
#ifdef HAS_DOUBLE
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#define WIDE double
#else
#define WIDE float
#endif
#endif

// The number of an item among all of a launch.
#define INDEX (GROUP_X * SIZE + ITEM)

// An operand: its memory and where it starts, in elements.
#define READ(TYPE, name) GLOBAL const TYPE *name, const long name##_start
#define WRITE(TYPE, name) GLOBAL TYPE *name, const long name##_start
// Moves the pointer to the first element.
#define OPEN(name) name += name##_start

// bfloat16 numbers, which are the upper halves of float32 numbers.
FUNCTION float float_of_bf16(ushort half_bits) { return FLOAT_OF_BITS(((uint)half_bits) << 16); }
// The nearest one, halves to the even neighbour; a NaN stays one.
FUNCTION ushort bf16_of_float(float x) {
    uint bits = BITS_OF_FLOAT(x);
    return x != x ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}
#define SAME(x) (x)
// A product that is rounded before anything is added to it.
#ifdef __CUDACC_RTC__
#define PRODUCT_OF(a, b) __fmul_rn(a, b)
#else
#define PRODUCT_OF(a, b) ((a) * (b))
#endif
#define INFINITE FLOAT_OF_BITS(0x7f800000u)

// A NaN among the numbers is the greatest.
FUNCTION float greater(float a, float b) { return a != a ? a : (b != b ? b : (a > b ? a : b)); }
#define ADDED(a, b) ((a) + (b))

// What every item of a group gets of the group's numbers, added or compared in a fixed order.
#define GROUP_FOLD(NAME, TYPE, COMBINE)                                                    \
    FUNCTION TYPE NAME(TYPE x, LOCAL_POINTER TYPE *pad) {                                  \
        pad[ITEM] = x;                                                                     \
        BARRIER;                                                                           \
        for (int step = SIZE / 2; step > 0; step /= 2) {                                   \
            if (ITEM < step) pad[ITEM] = COMBINE(pad[ITEM], pad[ITEM + step]);             \
            BARRIER;                                                                       \
        }                                                                                  \
        TYPE all = pad[0];                                                                 \
        BARRIER;                                                                           \
        return all;                                                                        \
    }

GROUP_FOLD(group_sum, float, ADDED)
GROUP_FOLD(group_max, float, greater)
GROUP_FOLD(group_wide_sum, WIDE, ADDED)

// Rows are gone through by the items of a group, in steps of SIZE. A GPU has many items, which take neighbouring
// columns, and LANES is 1; a processor has one, which keeps LANES sums side by side, so that its vectors can be
// used.
#ifndef LANES
#define LANES 1
#endif
#define EACH_COLUMN for (long c = ITEM; c < columns; c += SIZE)

// `result` combined with VALUE of every column c that the item takes, in a fixed order.
#define FOLD_COLUMNS(TYPE, result, START, COMBINE, VALUE)                                  \
    {                                                                                      \
        TYPE part[LANES];                                                                  \
        for (int lane = 0; lane < LANES; lane++) part[lane] = START;                       \
        long whole = columns / LANES * LANES;                                              \
        for (long start = (long)ITEM * LANES; start < whole; start += SIZE * LANES) {      \
            for (int lane = 0; lane < LANES; lane++) {                                     \
                long c = start + lane;                                                     \
                part[lane] = COMBINE(part[lane], VALUE);                                   \
            }                                                                              \
        }                                                                                  \
        for (long c = whole + ITEM; c < columns; c += SIZE) part[0] = COMBINE(part[0], VALUE); \
        for (int lane = 0; lane < LANES; lane++) result = COMBINE(result, part[lane]);     \
    }
#define SUM_COLUMNS(result, VALUE) FOLD_COLUMNS(float, result, 0.0f, ADDED, VALUE)
#define MAX_COLUMNS(result, VALUE) FOLD_COLUMNS(float, result, -INFINITE, greater, VALUE)

// eˣ of every column. A processor's vectors take no call of a library: x = n ln 2 + r, a polynomial of r
// (Cephes's) and n in the exponent, in two halves as the smallest results have none of their own.
#if LANES > 1
FUNCTION float power_of_e(float x) {
    float bounded = x > 89.0f ? 89.0f : (x < -104.0f ? -104.0f : x);
    float n = rint(bounded * 1.44269504088896341f);
    float r = (bounded - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    int whole = (int)n, part = whole / 2;
    float first = FLOAT_OF_BITS((uint)(part + 127) << 23);
    float second = FLOAT_OF_BITS((uint)(whole - part + 127) << 23);
    return p * first * second;
}
#define EXP power_of_e
#else
#define EXP exp
#endif

// A way through up to four operands of one shape with different strides (`StridedIterator`).
#define WALK_RANK 8
typedef struct {
    long rank;
    long size[WALK_RANK];
    long step[4][WALK_RANK];
} Walk;
