package sqlite

// The streams that the register follows.
const (
	streamFindings = "FINDINGS"
	streamCases    = "CASES"
	streamPurged   = "PURGED"
	streamMentions = "MENTIONS"
	streamVotes    = "VOTES"
	streamPapers   = "PAPERS"
	streamLedger   = "LEDGER"
	streamReplies  = "REPLIES"
)
