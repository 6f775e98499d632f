// Package territory finds out which division (行政区划) a text speaks of: all names in one
// pass, then the reading in which the names of the text agree with each other.
//
// A division's full name is evidence by itself (岳麓区); a short one needs company, since
// it may be a word (和平), a road (北京路), a dish (重庆火锅) or a brand. A name that many
// places share is settled by a parent named anywhere in the text or by the home of the
// source; when neither settles it, the judgement says unsure (confidence below 0.5) and
// lists what the name could mean.
package territory

//go:generate sh -c "go run data/gen.go -out data -divisions \"$HUIYING_SHARED/data/divisions\" -opencc \"$HUIYING_SHARED/data/lexicon/opencc_TSCharacters.txt\" -jieba \"$(go list -m -f '{{.Dir}}' github.com/yanyiwu/gojieba)/deps/cppjieba/dict/jieba.dict.utf8\""
