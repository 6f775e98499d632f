package page
import ("testing";"os";"fmt";"net/url";"huiying/fetch")
func TestShow(t *testing.T){
 f:=os.Getenv("F"); if f==""{t.Skip()}
 b,_:=os.ReadFile(f); s,_:=fetch.Decode(b,"")
 u,_:=url.Parse("http://a.example/x/1.html")
 doc,_:=Parse(s); r:=newReader(u,doc,Options{Now:now})
 if os.Getenv("V")!="" { for i,l:=range r.lines{ fmt.Printf("%d f=%v h=%v hid=%v rec=%v L=%d/%d [%s] %q %q\n",i,l.frame,l.head,l.hidden,l.recurs,l.linked,l.len(),l.hint,l.text,l.parts)}
 for _,c:=range r.candidates(){fmt.Println(c)} ; fmt.Println("titleLine",r.titleLine(),"first",r.firstSentence()) }
 p,err:=Read(u,s,Options{Now:now}); fmt.Printf("%+v %v\n",p,err)
 for _,e:=range p.Entries{fmt.Printf("T=%s\nP=%s\nX=%s\n",e.Title,e.Published,e.Text); if e.Reply!=nil{fmt.Printf("R=%+v\n",*e.Reply)}}
}
