#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <readline/readline.h>
#include <readline/history.h>

/* What Swift cannot import or compare: function pointers as values, and macros. */

/* True if a key sequence is bound to readline's own completion in the keymap, so that a person's .inputrc wins. */
static inline int lagado_completes(const char *keys, Keymap map) {
    return rl_function_of_keyseq(keys, map, NULL) == rl_complete;
}

/* Completion as if the key before had been readline's own, which makes the second Tab list all candidates. */
static inline int lagado_complete(int is_again, int count, int key) {
    if (is_again) rl_last_func = rl_complete;
    return rl_complete(count, key);
}

/* True if the key before ran this function too. */
static inline int lagado_was_last(rl_command_func_t *function) {
    return rl_last_func == function;
}

/* True while a search through the history is going on. */
static inline int lagado_is_searching(void) {
    return RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH) != 0;
}

/* Puts a command of ours on every key that one of readline's own is on. Keys that a person's .inputrc has given to
   something else stay as they are. */
static inline void lagado_replace(rl_command_func_t *theirs, rl_command_func_t *ours) {
    const char *names[] = {"emacs", "vi-insert", "vi-command"};
    for (int i = 0; i < 3; i++) {
        Keymap map = rl_get_keymap_by_name(names[i]);
        char **keys = map ? rl_invoking_keyseqs_in_map(theirs, map) : NULL;
        for (int k = 0; keys && keys[k]; k++) {
            rl_bind_keyseq_in_map(keys[k], ours, map);
            free(keys[k]);
        }
        free(keys);
    }
}
