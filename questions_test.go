package root

import (
	"go/ast"
	"slices"
	"testing"
)

// questions are the library's calls that wait for an answer of the log.
var questions = []string{"AccountInfo", "Consumer", "CreateConsumer", "CreateKeyValue", "CreateOrUpdateConsumer",
	"CreateOrUpdateKeyValue", "CreateOrUpdateStream", "CreateStream", "DeleteConsumer", "DeleteMsg", "DeleteStream",
	"GetLastMsgForSubject", "GetMsg", "KeyValue", "ListConsumers", "ListStreams", "ResetConsumerToSequence",
	"SecureDeleteMsg", "StreamNameBySubject", "StreamNames", "UpdateStream"}

// ofHandles are calls of names that others have, too: by what they are called on.
var ofHandles = map[string][]string{
	"js": {"PublishMsg", "Stream"}, "kv": {"Create", "Delete", "Get", "Keys", "Purge", "Put", "Update"},
	"handle": {"Info", "Purge"}, "cons": {"Info"},
}

// Every question to the log goes through bus.ask, which gives it a time limit and a name. What takes a
// batch goes through bus.drain, which does the same for silence; what watches, through Bucket.promised.
func TestNobodyAsksTheLogWithoutALimit(t *testing.T) {
	seen := 0
	for _, s := range sources(t, false) {
		if s.dir != "bus" {
			continue
		}
		within := map[ast.Node]bool{} // what is said inside of an ask
		ast.Inspect(s.tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if f, named := call.Fun.(*ast.Ident); named && (f.Name == "ask" || f.Name == "tell") {
				ast.Inspect(call, func(n ast.Node) bool { within[n] = true; return true })
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			on := ""
			switch x := sel.X.(type) {
			case *ast.Ident:
				on = x.Name
			case *ast.SelectorExpr:
				on = x.Sel.Name
			}
			if !slices.Contains(questions, sel.Sel.Name) && !slices.Contains(ofHandles[on], sel.Sel.Name) {
				return true
			}
			if seen++; !within[call] {
				t.Errorf("%s asks the log by %s.%s beside ask: it would have no limit and no name",
					s.fset.Position(call.Pos()), on, sel.Sel.Name)
			}
			return true
		})
	}
	if seen < 20 {
		t.Errorf("%d questions were found: the test looks at too little", seen)
	}
}
