package sqlite

import (
	"huiying/opinion"
)

// current is a case while a batch is folded into it.
type current struct {
	c     opinion.Case
	seq   uint64
	turns []opinion.Turn // the last one, and those that began since
	parts []opinion.Turn // of co-units

	was     opinion.Case    // as the register has it
	events  []opinion.Event // since then
	touched bool            // to be written; not where all that came was taken before (had)
}
