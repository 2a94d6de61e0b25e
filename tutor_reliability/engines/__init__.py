"""Where the heavy stage runs, raw tables to tutor days: in the warehouse itself, or on Spark.

The models are the same, and so are the tables they make. `choice` says which engine is meant,
`engine` what each must do, `opening` opens one. Nothing of Spark is imported before it
is asked for.
"""
