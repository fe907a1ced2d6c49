/* A writer to look at from outside.
 *
 *   ack write URL COUNT [--early]   creates the database, runs COUNT commands one by one, a line "ack N" for
 * each ack check URL                   reads such lines and looks whether those commands are there
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"

static int check(const char *url)
{
    static bool acked[1000000];
    char text[128], why[640] = "";
    long long n, count = 0;

    while (fgets(text, sizeof(text), stdin))
        if (sscanf(text, "ack %lld", &n) == 1 && n > 0 && n < 1000000) {
            acked[n] = true;
            count++;
        }
    /* A cut may fall while the schema is made; the next start goes on with it, and then everything is read.
     */
    if (!load_prepare(url) || !load_check(url, acked, NULL, 1000000, why, sizeof(why))) {
        printf("%s\n", why);
        return 1;
    }
    printf("%lld acknowledged, all there\n", count);
    return 0;
}

int main(int argc, char **argv)
{
    struct load l = { .first = 1, .in_flight = 1, .fd = STDOUT_FILENO };

    if (argc == 3 && strcmp(argv[1], "check") == 0)
        return check(argv[2]);
    if (argc < 4 || strcmp(argv[1], "write") != 0)
        return 2;
    l.url = argv[2];
    l.count = atoi(argv[3]);
    l.early = argc > 4;
    return load_prepare(l.url) && load_run(&l) ? 0 : 1;
}
