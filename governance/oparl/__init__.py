"""Public meetings for machines: OParl 1.1 (https://oparl.org/spezifikation/).

A cooperation is an OParl ``Body`` as soon as one of its bodies meets in public; its public bodies are
``Organization``. Everything is asked for as nobody in particular, so the gate shows what everyone may know.
"""
