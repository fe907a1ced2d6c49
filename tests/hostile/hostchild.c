/* The plugin host alone, for tests that do not need the whole program. */
#include <string.h>

#include "script/worker.h"

int main(int argc, char **argv)
{
    return argc == 2 && strcmp(argv[1], "plugin-host") == 0 ? worker_main(3) : 2;
}
