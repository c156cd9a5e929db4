"""The composition root: settings, rooms, broker.

It is imported first of all, by the settings. Until everything is loaded (`dsar.apps`) nothing is looked through for
rubbish: there is none, and looking took a third of the start of each process.
"""

import gc

gc.disable()
