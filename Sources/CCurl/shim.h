// libcurl's types and constants. The library itself is opened when the first download starts (it costs six
// milliseconds, an eighth of the time that the prompt may take), so functions are called by address.
//
// Swift cannot call C functions with variable arguments: one wrapper for each kind of argument.
#include <curl/curl.h>

typedef CURLcode (*lagado_setopt)(CURL *, CURLoption, ...);
typedef CURLcode (*lagado_getinfo)(CURL *, CURLINFO, ...);

static inline CURLcode lagado_set_long(void *function, CURL *handle, CURLoption option, long value) {
    return ((lagado_setopt)function)(handle, option, value);
}
static inline CURLcode lagado_set_string(void *function, CURL *handle, CURLoption option, const char *value) {
    return ((lagado_setopt)function)(handle, option, value);
}
static inline CURLcode lagado_set_pointer(void *function, CURL *handle, CURLoption option, void *value) {
    return ((lagado_setopt)function)(handle, option, value);
}
static inline CURLcode lagado_set_write(void *function, CURL *handle, CURLoption option, curl_write_callback value) {
    return ((lagado_setopt)function)(handle, option, value);
}
static inline CURLcode lagado_set_progress(void *function, CURL *handle, curl_xferinfo_callback value) {
    return ((lagado_setopt)function)(handle, CURLOPT_XFERINFOFUNCTION, value);
}
static inline CURLcode lagado_get_long(void *function, CURL *handle, CURLINFO info, long *value) {
    return ((lagado_getinfo)function)(handle, info, value);
}
static inline CURLcode lagado_get_string(void *function, CURL *handle, CURLINFO info, const char **value) {
    return ((lagado_getinfo)function)(handle, info, value);
}
