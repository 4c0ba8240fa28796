"""Executes notebooks one after another: execute.py FOLDER NOTEBOOK...

They share one kernel, since the compiler's start is most of the time of each; it forgets all names before every notebook.
By nbclient, as nbconvert does. Writes each with its outputs to FOLDER, and ends with the first that fails.
"""
import os
import sys

import nbformat
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

folder, *paths = sys.argv[1:]
manager, client = start_new_kernel(kernel_name="livecorpus")
try:
    for path in paths:
        print(path, file=sys.stderr)
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.insert(0, nbformat.v4.new_code_cell("%reset"))
        notebook_client = NotebookClient(notebook, km=manager)
        notebook_client.kc = client
        notebook_client.execute()
        del notebook.cells[0]
        nbformat.write(notebook, os.path.join(folder, os.path.basename(path)))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
