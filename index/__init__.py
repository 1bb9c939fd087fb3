"""Documents in, hits out; knows nothing of questions and answers as such."""

import os

# Threads that wait for one another sleep, having spun for some microseconds: read when torch and
# FAISS are loaded, so it stands before either. Reading eight passages on two virtual cores took
# 131 ms where they slept at once, 112 with a count of 1,000, 110 with 10,000; beside another busy
# process 212, 237 and 400. On two cores of an Intel Xeon 1,000 took 182 ms and 2,500 159 (60
# questions), beside a busy process 290 and 322; on 12 questions 4,000 140, 10,000 132, 338 and 436.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "2500")
