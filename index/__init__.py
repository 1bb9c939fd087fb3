"""Documents in, hits out; knows nothing of questions and answers as such."""

import os

# Threads that wait for one another sleep, having spun for some microseconds: read when torch and
# FAISS are loaded, so it stands before either. Reading eight passages on two virtual cores takes
# 131 ms where they sleep at once, 112 so, 110 where they spin ten times as long; beside another
# busy process 212, 237 and 400.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
