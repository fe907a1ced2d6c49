/* All routes of the program: the arrays of every api_NOUN.c, listed by the build. */
#include "http/route.h"

#define ROUTES(array) extern const struct route array[];
#include "routes.def"
#undef ROUTES

const struct route *const routes_all[] = {
#define ROUTES(array) array,
#include "routes.def"
#undef ROUTES
    NULL,
};
