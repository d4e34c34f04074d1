// Bytes packed into fewer, and sums that tell whether they are whole.
#include <zlib.h>
