"""Each clause of a policy in plain words, for people who will not read the file.

plain      lists, lengths and other small words
sessions   what is asked of one session, and what forgives it
meters     what is counted
evidence   how evidence is weighed
rules      what follows, for whom, and how one gets back
weight     what counts how much, and what never counts
"""
