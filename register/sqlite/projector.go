package sqlite

// projector folds what the log says into rows of the register.
type projector struct{ *file }

// writer appends events of cases to the log, and takes them into the register ahead of it.
type writer struct{ *projector }
