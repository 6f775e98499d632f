package opinion

import "time"

// LeastVotes is how many votes an answer needs before any count of them is shown: a single
// vote would speak of the one who cast it.
const LeastVotes = 5

// Votes (满意度评价) are what readers of the open board thought of the answer of one case within
// one hour: two sums. Nothing in it, and nothing beside it, tells one reader from another.
type Votes struct {
	Case        string    `json:"case"`
	Hour        time.Time `json:"hour"` // its beginning
	Satisfied   int       `json:"satisfied"`
	Unsatisfied int       `json:"unsatisfied"`
}
