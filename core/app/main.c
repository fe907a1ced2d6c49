/* One binary: the server, the command line and, as a child of itself, the plugin host. */
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "app/cli.h"
#if __has_include("script/worker.h")
#include "script/worker.h"
#endif

int main(int argc, char **argv)
{
#if __has_include("script/worker.h")
    /* First of all: the child must not open or initialise anything before its sandbox is up. */
    if (argc == 2 && strcmp(argv[1], "plugin-host") == 0)
        return worker_main(3);
#endif
    if (sodium_init() < 0) {
        fputs("tenayan: libsodium tidak dapat dipakai.\n", stderr);
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    return cli_main(argc, argv);
}
