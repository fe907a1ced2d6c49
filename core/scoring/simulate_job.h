/* Jobs of kind "plugin.simulasi": {"release_id","periode","unit"?,"setelan"?} computes a stored release
 * beside what is in force and stores the report in the name of whoever asked, with the right that he has
 * then. The job's `hasil` names the report and its numbers:
 * {"simulasi_id","evaluasi","berubah","gagal","tertunda", "lengkap"}. Report and end of the job are one
 * transaction, so a crash never leaves two reports. */
#ifndef SCORING_SIMULATE_JOB_H
#define SCORING_SIMULATE_JOB_H

#include "scoring/job_thread.h"

extern const struct job_kind simulate_jobs;

#endif
