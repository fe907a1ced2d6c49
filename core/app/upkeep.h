/* What time brings while a server runs: plans that begin and end, evaluators whose authority changed, expired
 * sessions and stored replies. One thread; every change is a command of the system. */
#ifndef APP_UPKEEP_H
#define APP_UPKEEP_H

#include "store/writer.h"

struct upkeep;
MUST_USE enum status upkeep_start(struct writer *w, struct upkeep **out, struct err *e);
/* Before writer_stop. NULL is fine. */
void upkeep_stop(struct upkeep *u);

#endif
