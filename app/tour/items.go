package tour

import _ "embed"

// Catalogue is the sample catalogue of items of the tour's place (样例目录): about four for each of the 26 fields,
// written for it.
//
//go:embed catalogue.csv
var Catalogue []byte

// CataloguePlace is whose catalogue it is, and CatalogueBasis why it is one.
const (
	CataloguePlace = "540102"
	CatalogueBasis = "《中华人民共和国政府信息公开条例》（样例）"
)

// Duty is a sample of another kind of duty to publish.
type Duty struct {
	Kind, Field, Name, Content, Limit, Unit, Body string
	// Of is the name of the sample that it belongs to; Opens and Closes are days from today.
	Of            string
	Opens, Closes int
	// Page is what stands at its address; "": nothing answers there.
	Page string
}

// Duties are the other kinds, each once or twice.
var Duties = []Duty{
	{Kind: "policy", Field: "elderly_care", Name: "【样例】城关区居家养老服务补贴办法", Content: "补贴对象、标准、申请程序", Limit: "20个工作日",
		Unit: "chengguan-civil-affairs", Body: "拉萨市城关区民政局", Page: "【样例】城关区居家养老服务补贴办法\n发布日期：2026-11-18\n第一条 为做好居家养老服务……"},
	{Kind: "interpretation", Field: "elderly_care", Name: "【样例】《城关区居家养老服务补贴办法》解读", Content: "背景、主要内容、怎样申请", Limit: "3个工作日",
		Unit: "chengguan-civil-affairs", Body: "拉萨市城关区民政局", Of: "【样例】城关区居家养老服务补贴办法",
		Page: "【样例】《城关区居家养老服务补贴办法》解读\n发布日期：2026-11-20\n一、背景……"},
	{Kind: "policy", Field: "employment", Name: "【样例】城关区创业补贴申领办法", Content: "补贴项目、条件、标准", Limit: "20个工作日",
		Unit: "chengguan-human-resources", Body: "拉萨市城关区人力资源和社会保障局", Page: "【样例】城关区创业补贴申领办法\n发布日期：2026-11-10"},
	{Kind: "consultation", Field: "municipal_services", Name: "【样例】《城关区生活垃圾分类管理办法（征求意见稿）》公开征求意见", Content: "征求意见稿、期限、反馈方式",
		Unit: "chengguan-urban-management", Body: "拉萨市城关区城市管理综合行政执法局", Opens: -6, Closes: 25,
		Page: "【样例】城关区生活垃圾分类管理办法（征求意见稿）\n征求意见期限：三十日\n反馈方式：信函、网上留言"},
	{Kind: "consultation", Field: "compulsory_education", Name: "【样例】义务教育学区调整方案公开征求意见", Content: "方案、期限、反馈方式",
		Unit: "chengguan-education", Body: "拉萨市城关区教育局", Opens: -80, Closes: -50, Page: "【样例】义务教育学区调整方案（征求意见稿）"},
	{Kind: "guide", Field: "household_registration", Name: "【样例】新生儿出生登记办事指南", Content: "依据、条件、材料、流程、地点、时限、费用、电话", Limit: "长期公开",
		Unit: "chengguan-public-security", Body: "拉萨市公安局城关分局", Page: guidePage},
	{Kind: "guide", Field: "social_assistance", Name: "【样例】最低生活保障申请办事指南", Content: "依据、条件、材料、流程、地点、时限、费用、电话", Limit: "长期公开",
		Unit: "chengguan-civil-affairs", Body: "拉萨市城关区民政局", Page: supportPage},
	{Kind: "guide", Field: "social_insurance", Name: "【样例】城乡居民养老保险参保登记办事指南", Content: "依据、条件、材料、流程、地点、时限、费用、电话", Limit: "长期公开",
		Unit: "chengguan-human-resources", Body: "拉萨市城关区人力资源和社会保障局"},
	{Kind: "column", Field: "", Name: "【样例】政府网站“政务动态”栏目", Content: "政务信息", Limit: "每2周", Unit: "chengguan-office",
		Body: "拉萨市城关区人民政府办公室", Page: "【样例】政务动态"},
	{Kind: "account", Field: "", Name: "【样例】“城关发布”政务新媒体账号", Content: "政务信息、互动回应", Limit: "每2周", Unit: "chengguan-office",
		Body: "拉萨市城关区人民政府办公室", Page: "【样例】城关发布"},
	{Kind: "village", Field: "farm_subsidies", Name: "【样例】村级耕地地力保护补贴公开清单", Content: "补贴面积、标准、金额", Limit: "每季度",
		Unit: "chengguan-agriculture", Body: "拉萨市城关区农业农村局", Page: "【样例】村级补贴公开清单\n公开日期：2026-10-08"},
	{Kind: "information", Field: "affordable_housing", Name: "【样例】2026年第三季度保障性住房建设进展", Content: "开工、建成、分配", Limit: "每季度",
		Unit: "xz-housing", Body: "西藏自治区住房和城乡建设厅", Page: "【样例】2026年第三季度保障性住房建设进展\n发布日期：2026-10-12"},
}

// The pages of two guides: one whole, one that does not say what it costs.
const (
	guidePage = "【样例】新生儿出生登记\n办理依据：《中华人民共和国户口登记条例》第七条\n办理条件：婴儿出生后一个月以内，由户主、亲属或者抚养人申报\n申请材料\n" +
		"出生医学证明\n父母双方的居民户口簿\n父母双方的居民身份证、结婚证\n办理流程：申请、受理、核对、登记、发还户口簿\n" +
		"办理地点：城关区政务服务中心一楼户籍窗口，或户口所在地派出所\n办理时限：即时办结\n收费标准：不收费\n咨询电话：0891-6300001"
	supportPage = "【样例】最低生活保障申请\n设定依据：《社会救助暂行办法》第九条、第十一条\n受理条件\n共同生活的家庭成员人均收入低于当地最低生活保障标准\n" +
		"家庭财产状况符合当地规定\n申请材料\n居民身份证、户口簿\n家庭收入和财产状况的声明\n核对授权书\n办理流程：申请、受理、审核、公示、审批、发放\n" +
		"办理地点：户籍所在地街道办事处便民服务窗口\n办理时限：20个工作日\n咨询电话：0891-6300002"
)
