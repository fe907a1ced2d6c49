/* A disk that forgets: a SQLite VFS that keeps what was not yet synced in this process's memory only.
 *
 * The file on the real disk always holds what would be there after a power loss that took everything since
 * the last sync. So ending the process in any way, SIGKILL too, is such a power loss. powerloss_cut, and the
 * event number `cut_at`, are a harsher one: of each file a random set of the unsynced 512-byte sectors
 * survives, in no order; unsynced truncations, creations and deletions happened or not.
 *
 * Once installed it is the default VFS of the process: any code that opens a database runs on it. Other
 * processes see only what is synced, so one process at a time uses the database. No dependency but SQLite.
 */
#ifndef CRASH_POWERLOSS_VFS_H
#define CRASH_POWERLOSS_VFS_H

#include <stdbool.h>
#include <stdint.h>

enum { POWERLOSS_EXIT = 86 }; /* exit status after a cut */

struct powerloss {
    uint64_t seed;           /* chooses what survives */
    int64_t cut_at;          /* the power goes before this write, truncate, sync or delete; 0: never */
    bool sync_lies;          /* syncs do nothing: to show that a test notices */
    int64_t full_from, full; /* from event `full_from` on, `full` events long, files cannot grow; 0: never */
};

/* Call before the first database is opened. */
void powerloss_install(const struct powerloss *options);
int64_t powerloss_events(void);
_Noreturn void powerloss_cut(void);

#endif
