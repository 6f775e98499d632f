package console

// deskWords belong to the triage desk.
var deskWords = map[string]phrase{
	"move.recall":      {"撤回", "Recalled"},
	"move.recall.note": {"收回刚作出的处理", "take back what was just done"},
}
