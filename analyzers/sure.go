package analyzers

import "huiying/opinion"

// Sure lets a judgement of topics speak only where its confidence reaches least. Below that,
// and where it heard nothing, the finding says "unsure": it has no topic, and so no department
// that a guess would burden; what it would have been stands beside it, for the person who looks.
func Sure(judge func(title, text string) opinion.TopicFinding, least float64) func(title, text string) opinion.TopicFinding {
	return func(title, text string) opinion.TopicFinding {
		f := judge(title, text)
		if least <= 0 || f.ID != "" && f.Confidence >= least {
			return f
		}
		f.Unsure, f.Guess = true, f.ID
		f.ID, f.Name, f.Also, f.Refer = "", "", nil, ""
		return f
	}
}
