#include "lagado_thread.h"

_Thread_local void *lagado_thread_context;
_Thread_local void *lagado_thread_interpreter;
_Thread_local bool lagado_thread_is_working;
