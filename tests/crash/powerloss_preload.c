/* The forgetful disk for a program that knows nothing of it: LD_PRELOAD=libpowerloss.so, with
 * POWERLOSS="SEED" or POWERLOSS="SEED CUT_AT". SIGKILL is then a power loss too. */
#include <stdio.h>
#include <stdlib.h>

#include "powerloss_vfs.h"

__attribute__((constructor)) static void install(void)
{
    const char *text = getenv("POWERLOSS");
    unsigned long long seed = 0;
    long long cut_at = 0;

    if (text && sscanf(text, "%llu %lld", &seed, &cut_at) >= 1)
        powerloss_install(&(struct powerloss){ .seed = seed, .cut_at = cut_at });
}
