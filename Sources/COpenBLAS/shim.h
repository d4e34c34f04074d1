#include <cblas.h>
#include <stddef.h>

// LAPACK is inside OpenBLAS, whose header names only the products. What is called of it, as Fortran has it:
// matrices lie in columns, all arguments are pointers, and the lengths of the letters come last.
#define LAGADO_LAPACK(letter, real)                                                                                   \
    void letter##getrf_(const blasint *m, const blasint *n, real *a, const blasint *lda, blasint *pivots,             \
                        blasint *info);                                                                               \
    void letter##getrs_(const char *transposed, const blasint *n, const blasint *columns, const real *lu,             \
                        const blasint *ldlu, const blasint *pivots, real *b, const blasint *ldb, blasint *info,       \
                        size_t);                                                                                      \
    void letter##potrf_(const char *triangle, const blasint *n, real *a, const blasint *lda, blasint *info, size_t);  \
    void letter##geqrf_(const blasint *m, const blasint *n, real *a, const blasint *lda, real *tau, real *work,       \
                        const blasint *lwork, blasint *info);                                                         \
    void letter##orgqr_(const blasint *m, const blasint *n, const blasint *k, real *a, const blasint *lda,            \
                        const real *tau, real *work, const blasint *lwork, blasint *info);                            \
    void letter##syevd_(const char *job, const char *triangle, const blasint *n, real *a, const blasint *lda,         \
                        real *values, real *work, const blasint *lwork, blasint *iwork, const blasint *liwork,        \
                        blasint *info, size_t, size_t);                                                               \
    void letter##gesdd_(const char *job, const blasint *m, const blasint *n, real *a, const blasint *lda,             \
                        real *values, real *u, const blasint *ldu, real *vt, const blasint *ldvt, real *work,         \
                        const blasint *lwork, blasint *iwork, blasint *info, size_t);                                 \
    void letter##gelsy_(const blasint *m, const blasint *n, const blasint *columns, real *a, const blasint *lda,      \
                        real *b, const blasint *ldb, blasint *order, const real *rcond, blasint *rank, real *work,    \
                        const blasint *lwork, blasint *info);                                                         \
    void letter##gelsd_(const blasint *m, const blasint *n, const blasint *columns, real *a, const blasint *lda,      \
                        real *b, const blasint *ldb, real *values, const real *rcond, blasint *rank, real *work,      \
                        const blasint *lwork, blasint *iwork, blasint *info);

LAGADO_LAPACK(s, float)
LAGADO_LAPACK(d, double)
#undef LAGADO_LAPACK
