package redact

//go:generate sh -c "go run data/gen.go -out data -given \"$HUIYING_GIVEN\" -divisions \"$HUIYING_SHARED/data/divisions\" -dict \"$(go list -m -f '{{.Dir}}' github.com/yanyiwu/gojieba)/deps/cppjieba/dict/jieba.dict.utf8\""
//go:generate sh -c "go run data/alike.go -out data -tagged \"$HUIYING_TAGGED\" -dict \"$(go list -m -f '{{.Dir}}' github.com/yanyiwu/gojieba)/deps/cppjieba/dict/jieba.dict.utf8\" $HUIYING_TEXTS"
