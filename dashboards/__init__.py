"""What people see: frames in, figures and pages out, from the published copy of the marts alone."""
