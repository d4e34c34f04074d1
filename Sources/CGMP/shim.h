// Whole numbers of any size.
#include <gmp.h>
