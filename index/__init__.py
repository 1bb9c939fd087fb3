"""Documents in, hits out; knows nothing of questions and answers as such."""

import os

# Threads that wait for one another sleep instead of spinning. Read when torch and FAISS are loaded,
# so it stands before either. On a machine whose cores have other work, too, spinning makes an
# answer three times as slow; on an idle one sleeping costs nothing that could be measured.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
