package redact

import (
	"slices"
	"strings"
)

// How strongly what stands around a name speaks for it, as logarithms to the base of 2 like the
// likeness of the name itself. enough is the sum from which on a name is taken out.
const (
	enough = 10

	named      = 12 // 我叫, 姓名: nothing but a name can follow
	introduced = 8  // 联系人, 嫌疑人
	colonAfter = 2  // and a colon
	related    = 6  // 我妈妈
	roleBefore = 4  // 我是, 司机
	blamed     = 3  // 举报, 联系
	beginning  = 2  // of a clause
	preposed   = 2  // 被, 找
	inside     = -3 // any other word
	nearNumber = 5

	surely = 8 // likeness from which a word may follow that no list has

	ended    = 2 // punctuation, or a word that no name holds
	maybe    = 0
	speaking = 3  // 反映
	owned    = 4  // 的护照
	wrote    = 6  // 来信
	kinOf    = 6  // 的妈妈
	kin      = 3  // 父亲
	doing    = 6  // 酒驾
	told     = 5  // 说的
	titled   = 6  // 老师
	called   = 9  // 女士
	peopled  = 11 // （藏族）
	referred = 5  // ，他
	sexed    = 7  // ，男
	placed   = -14
)

// namings say that a name follows.
var namings = byLength(`上叫 都叫他 都叫她 人称 起名 起名叫 取名叫 取名为 改名叫 自称叫 自称是叫 员叫 工叫 匠叫 全名 全名叫 全名是 本名 本名叫 大名叫 真名 真名叫 小名叫 乳名叫 汉名叫 俗名叫 单名 名唤 唤作 我的名字叫 我的名字是 我名字叫 我名叫 我叫 名叫 名字叫 名字是 位叫 他叫 她叫 人叫 板叫 者叫
	学叫 师叫 长叫 机叫 本人姓名 姓名 姓名是 姓名为 名字为 真实姓名 业主姓名 学生姓名 孩子姓名
	患者姓名 当事人姓名 本人名叫 户主姓名 姓名叫 机主姓名 孩叫 儿叫 子叫 婆叫 公叫 妻叫 亲叫
	妈叫 爸叫 的叫 彝名 藏名 蒙名 苗名 壮名 傣名 经名 汉名 曾用名 中文名 本名叫 奶名 法名 名字里的 哥叫 弟叫 姐叫 妹叫 孙叫 主叫 东叫 居叫 介叫 工叫`)

// introductions are followed by a name, mostly.
var introductions = byLength(`写成 登记成 登记为 登记的是 写的是 写的叫 证明人 介绍人 见证人 填表人 转给了 打给了 汇给了 借给了 租给了 卖给了 自称 联系人 联络人 投诉人 投诉者 举报人 举报者 反映人 反映者 申请人 来电人 来访人 来信人 留言人
	当事人 诉求人 求助人 求助者 建议人 咨询人 反馈人 受害人 受害者 被害人 报案人 报警人 报修人
	委托人 受托人 收件人 监护人 户主 户主为 名单 实名 署名 签名 户名 开户名 持卡人 参保人 被保险人
	死者 伤者 患者 原告 原告人 被告 被告人 签字 称呼 落款 代理人 房主 产权人 承租人 承包人
	申诉人 法定代表人 法人代表 机主 收款人 付款人 寄件人 车主 被投诉人 被举报人 嫌疑人 嫌犯
	肇事者 肇事司机 凶手 事主 经办人 失主 店主 摊主 受益人 缴费人 登记人 乘车人 代笔人 落款人
	报告人 检举者 诉求者 执笔人 呈报人 记者 通讯员 本报记者 摄影 责编 责任编辑 撰稿 复核人
	承办人 办理人 借款人 欠款人 担保人 证人 目击者 控告人 被控告人 申述人 上访人 信访人 陈述人
	述求人 来信者 来函者 来访者 求诊者 代收人 署名人 检举人 登记人 权利人 所有人 继承人 被继承人 继承人 遗嘱人 老伴叫 化名 小名 乳名`)

// onForms are followed by a name only where a colon stands between.
var onForms = byLength(`抄送 寻人 来电 来信 来函 来访 甲方 乙方 丙方 出租方 承租方 买方 卖方 投稿 供稿 教师 家属 现场人 收货人 班长 主诉人 责任人 值班 值班员 打卡人 户主及成员 表扬信`)

// roles are followed by a name now and then, and by anything else otherwise.
var roles = byLength(`客服 对门 楼上 楼下 陪护 主播 退伍兵 士兵 战士 大户 摊贩 小贩 他爸 他妈 她爸 她妈 宝宝 党员 工作人员 志愿者 群主 博主 船长 菜农 果农 茶农 渔民 矿工
	伯父 伯母 叔父 舅母 婶娘 闺女 娃娃 亲家 亲戚 老兵 军属 遗属 孤儿 养女 养子 监护者 服务员 保安员 收银员 检票员 列车员 乘务员 售货员 饲养员 广播员 村干部 社工
	我就是 我家 个叫 客户 顾客 游客 旅客 用户 住户 受助学生 知情人 同伙 找到 找了 找过 请到 见到 碰到 遇到
	联系到 联系上 我是 我, 本人, 本人 我姓 我乃 本人是 本人系 儿子 女儿 老公 丈夫 妻子 老婆 爱人
	父亲 母亲 爸爸 妈妈 爷爷 奶奶 外公 外婆 哥哥 弟弟 姐姐 妹妹 孙子 孙女 外孙 岳父 岳母 公公
	婆婆 侄子 侄女 儿媳 女婿 小孩 孩子 我爸 我妈 我哥 我弟 我姐 我妹 我爷 我奶 学生 业主 村民
	居民 市民 邻居 房东 租客 乘客 司机 病人 职工 员工 农民工 老人 住户 考生 家长 同学 退休职工
	退伍军人 老板 包工头 工头 中介 同事 驾驶员 男子 女子 男孩 女孩 幼儿 老师 教师 医生 护士 保安
	队友 队员 牧民 农民 农户 受灾户 困难户 特困户 脱贫户 拆迁户 搬迁户 安置户 养殖户 种粮户 牧户 组员 低保户 贫困户 五保户 残疾人 室友 老乡 工友 战友 组员 成员
	员工姓名 保洁 保洁员 老伴 大爷 大妈 师傅 外孙女 小姨 叔叔 舅舅 姑姑 表哥 表弟 表姐 表妹 堂哥
	堂弟 嫂子 弟媳 母子 父子 夫妻 网格员 负责人 法人 主任 副主任 村主任 居委会主任 书记 副书记
	村书记 支书 村支书 校长 副校长 园长 班主任 局长 副局长 科长 处长 所长 副所长 队长 站长 院长
	组长 小组长 村长 镇长 副镇长 乡长 县长 副县长 区长 市长 会计 村会计 经理 店长 厂长 矿长 律师
	法官 检察官 警官 民警 辅警 交警 警察 教练 导师 辅导员 投诉员 接线员 办事员 科员 干部 同志
	被告 原告 第三人 死者家属 物业经理 项目经理 营业员 售票员 收费员 店主 店员 摊主 商户 租户
	群众 老汉 老太 阿爸 阿妈 阿爹 阿娘 阿佳 阿訇 毕摩 喇嘛 村医 牙医 兽医 校医 乡村医师 兽医师 牙医师 主治医生 主治医师 护士长 护工 月嫂 保姆 绣娘
	导游 电工 木工 焊工 瓦工 水电工 维修工 清洁工 快递员 快递小哥 外卖员 骑手 业务员 推销员 销售员 客户经理 置业顾问 楼管 宿管 门卫
	学员 徒弟 学徒 学姐 学长 同桌 舍友 合伙人 厨师 裁缝 老师傅 货主 嘎查长 牧主 讲师 教授 协警 姐夫 妹夫 姑妹 姨夫 侄女 外甥 外甥女 养父
	养母 继父 继母 小伙 小伙子 姑娘 大姐 寨老 打工仔 护林员 媳妇 儿媳妇 大哥 二哥 大姐 二姐 三哥 三姐 大姨 二姨 大舅 二舅 二伯 三叔 小叔 小姑 大姑 姥姥 姥爷 拉面匠 建筑工 装修工 农民工 泥瓦工 搬运工 装卸工 环卫工 技术员 安全员 打工妹 大嫂 婶子 婶婶 大娘 表嫂 堂嫂 干爹 干妈 奶娘 老父亲 老母亲 雇主 隔壁 中间人 介绍人 房客 前夫 前妻 男友 女友 大伯 二叔 表叔 姑父 姑妈 姨妈 姨父 舅妈 婶婶`)

// relations are persons of a family. Behind 我 a name follows them more often than anything else does.
var relations = byLength(`儿子 女儿 老公 丈夫 妻子 老婆 爱人 父亲 母亲 爸爸 妈妈 爷爷 奶奶 外公 外婆 姥姥 姥爷 哥哥 弟弟 姐姐
	妹妹 大哥 二哥 大姐 二姐 孙子 孙女 外孙 外孙女 岳父 岳母 公公 婆婆 侄子 侄女 儿媳 儿媳妇 女婿 小孩 孩子 爸 妈 哥 弟 姐
	妹 爷 奶 爹 娘 姨 姑 舅 叔 老伴 大爷 大妈 小姨 叔叔 舅舅 姑姑 表哥 表弟 表姐 表妹 堂哥 堂弟 堂姐 堂妹 嫂子 弟媳 弟弟 媳妇 前夫
	前妻 男友 女友 男朋友 女朋友 大伯 伯伯 二叔 表叔 姑父 姑妈 姨妈 姨父 舅妈 婶婶 阿爸 阿妈 阿爹 阿娘 阿帕 阿大 阿达 男人 女人 姐夫 妹夫 外甥 外甥女
	养父 养母 继父 继母 父母 室友 同事 朋友 邻居 房东 同学 老乡 工友 战友 徒弟 师傅 同桌`)

// callers are those in whose name an operator writes.
var callers = byLength(`市民 村民 居民 业主 群众 牧民 农户 住户 网友 家长 司机 乘客 学生`)

// selves introduce the writer.
var selves = byLength(`我是 本人 本人是 本人系 我系`)

// blames are verbs whose object may be a person.
var blames = byLength(`举报 投诉 控告 检举 请联系 联系 转告 请转告 通知 感谢 表扬 起诉 委托 状告 陪同 殴打 敬礼`)

// prepositions stand before whoever did it.
var prepositions = runeSet("听查从被把给找和与跟由向请让叫是对替帮为以在到问")

var (
	namingsBefore       = newEndLexicon(namings)
	introductionsBefore = newEndLexicon(introductions)
	rolesBefore         = newEndLexicon(roles)
	relationsBefore     = newEndLexicon(relations)
	blamesBefore        = newEndLexicon(blames)
)

// What may follow a name.
var (
	titles = newLexicon(byLength(`兽医 导游 教官 主任医师 主治医生 主治医师 副主任医师 护士长 老奶奶 老爷爷 领队 师父 包工头 工头 老汉 老太 老太太 大娘 大婶 阿婆 阿公 阿爸 阿妈 阿訇 大夫 局长 副局长 书记 副书记 主任 副主任 校长 副校长 村长 镇长 副镇长 乡长 县长 区长 市长 院长
	所长 队长 科长 处长 站长 组长 会计 经理 总经理 董事长 厂长 法官 检察官 律师 警官 教授 支书
	村主任 班主任 园长 店长 班长 厅长 主席 总监 工程师 医师 医生 女士 先生 小姐 老师 师傅 阿姨
	大姐 大妈 大叔 大爷 大哥 大嫂 大伯 老伯 博士 叔叔 伯伯 奶奶 爷爷 嫂子 同志 同学 小朋友 医生 大夫 护士 教练
	老人家 老板娘 等人 夫妇 夫妻 父子 母子 母女 父女 两口子 一家人 本人 此人 签字 签名 敬上 敬呈
	呈上 谨上`))
	possessions = newLexicon(byLength(`的妈妈 的母亲 的爸爸 的父亲 的儿子 的女儿 的老公 的丈夫 的老婆 的妻子 的爱人 的哥哥 的弟弟
	的姐姐 的妹妹 的爷爷 的奶奶 的外公 的外婆 的姥姥 的姥爷 的家属 的家人 的家长 的亲属 的亲戚
	的孩子 的监护人 的遗体 的名义 的身份证 的电话 的手机 的联系方式 的账户 的账号 的银行卡
	的病情 的姓名 的名字 的户口 的孙子 的孙女 的老伴 的父母 的岳父 的岳母 的公公 的婆婆 的班主任
	的工资 的存款 的遗产 的骨灰 的妈 的爸 是我儿子 是我女儿 是我妈 是我爸 是我爷 是我奶 是我哥 是我弟 是我姐 是我妹 是我老公 是我老婆 是我丈夫 是我妻子 是我爱人 是我父亲 是我母亲 是我孩子 是我家 是我侄
	是我外 是我孙 是我舅 是我叔 是我姑 是我姨 是我邻居 是我同事 是我徒弟 是我阿 是我岳 是我公公 是我婆婆 是我表 是我堂 是我男 是我女 是我村 是我们村 是我们组 是我们队 是我们班 之子 之女 之妻 之夫 之母 之父 之孙 之弟 之兄 他妈 他爸
	她妈 她爸`))
	belongings = newLexicon(byLength(`报的警 报的案 介绍去 介绍的 介绍来 的房子 的学费 的护照 的驾照 的驾驶证 的医保 的社保 的养老金 的退休金 的退休工资 的低保 的残疾证 的户籍 的学籍
	的补助 的补助款 的存折 的抚恤金 的高龄津贴 的高龄补贴 的身份信息 的个人信息 的住院费 的医药费 的医疗费 的丧葬费 的伤势 的伤情 的遗孀
	的口粮田 的宅基地 的承包地 的责任田 的草场 的牛羊 的羊 的工伤 的劳务费 的血汗钱 的工钱 的档案 的毕业证 的结婚证 的户口本 的户口簿 的社保卡
	的医保卡 的老年卡 的微信 的支付宝 的签名 的笔迹 的腿 的手 的头 的脸 的车子 的摩托车 的电动车 的三轮车 的爹 的娘 的爸 的舅舅 的叔叔 的婶婶
	的姑姑 的嫂子 的侄子 的外甥 的女婿 的儿媳 的阿爸 的阿妈 的同学 的同事 的邻居 的邻居家 的爱人 的生日 的死 的后事 的葬礼 的坟 的墓 开的 修的
	卖的 收的 签的 盖的 种的 养的 租的`))
	kinWords = newLexicon(byLength(`妈妈 母亲 爸爸 父亲 妻子 丈夫 老婆 老公 儿子 女儿 家属 爱人 弟弟 哥哥 姐姐 妹妹 家里 家的
	家中 父母 家房 家门 三人 两人 二人 四人 五人 几人 夫妻俩 俩人 等三人 等两人 等二人 等四人
	等五人`))
	sayings = newLexicon(byLength(`手里 手上 手中 说的 干的 打的 写的 经手 名下 本人说 亲口`))
	deeds   = newLexicon(byLength(`带头 代办 代领 代签 代收 违法 违规 违章 违建 无证 无照 酒驾 醉酒 酒后 醉驾 毒驾 逃逸 在逃 打伤 殴打 打人 打了 骗了
	骗去 打了 坑了 偷了 拿了 收了 占了 咬了 抢了 扣了 骂了 拖走 骗走 骗取 诈骗 侵占 强占 霸占
	侵吞 贪污 受贿 行贿 私吞 虐待 猥亵 骚扰 家暴 辱骂 谩骂 威胁 恐吓 吸毒 赌博 抓获 偷税 偷走
	撞伤 撞了 撞死 砍伤 咬伤 捅伤 推倒 欠我 借我 欠薪 欠钱 拖欠 私搭 私建 擅自 私自 家的狗`))
	saying = newLexicon(byLength(`反映 反应 咨询 投诉 举报 建议 求助 表示 来电 致电 留言 询问 提问 认为 希望 请求 要求 申请
	办理 查询 来信 来访 报警 报案 诉称 称其 自述 口述`))
	writing  = newLexicon(strings.Fields(`来信 来函 写信 来电 致电 来访 打来电话`))
	endWords = newLexicon(byLength(`站在 所以 处在 一起 一同 一块 逾期 短斤 出院 住院 得了 患了 走失 走丢 怀孕 被抓 被打 被骗 无证 动手 帮忙 帮 吃 砍 送 教 挖 砸 扔 催 赔 撞 踢 拦 堵 拆 卷 喝 喊 今年 现年 家住 住在 现住 身份证 电话 手机 联系 微信 来自 现在 目前 户籍 户口 职业 毕业 就读
	患有 因为 因病 购买 买了 年满 出生 曾在 曾于 已经 没有 昨天 前天 今天 去年 前年 向您 住址
	地址 性别 年龄 汉族 藏族 回族 苗族 彝族 壮族 傣族 满族 处理 处罚 处置 所说 所在 所写 所有
	所述 违法 违规 违章 违建 无证 无照 非法 擅自 私自 私搭 私拉 拖欠 欠薪 欠款 欠我 欠钱 长期
	多次 经常 至今 仍然 仍未 一直 酒驾 醉酒 酒后 驾驶 开车 逃逸 在逃 打伤 殴打 打人 打了 骗了
	骗去 打了 坑了 偷了 拿了 收了 占了 咬了 抢了 扣了 骂了 拖走 骗走 骗取 诈骗 侵占 强占 霸占
	占用 占道 摔伤 受伤 死亡 去世 身亡 失踪 不退 不给 不还 不肯 不让 态度 服务 修得 手机号 号码
	编号 人口 诉求 组成 卡号 账号 房号 店名 事由 工号 车牌 证号 案号 实名 身高 名字 女儿 上学 读书 在读 上班 工作 务工 打工 于是 以及 本人 利用 使用 担任 负责
	经手 收取 收了 拿走 带走 拿了 威胁 恐吓 辱骂 骂人 谩骂 吸毒 赌博 抓获 抓走 拘留 逮捕 释放
	判刑 堆放 乱扔 乱倒 乱停 播报 报道 户号 门牌 诉 拒不 失联 带领 指使 伙同 串通 等12 系 是 在
	因 和 与 及 男 女 的 住 从 被 到 去 想 把 就 也 都 说 称 发现 代表 一家 等 已 不 还 给 找 打
	买 租 做 上 读 跟 对 为 仍 又 从 至 将 骗 欠 偷 抢 砸 逃 跑 摔 死 伤 病 骂 收 拿 用 未 经 让
	叫 请 看 讲 问 后 没 却 我 你 他 她 这 那 每 该 此 并 且 或 但 使 再 只 均 共`))
	organisations = newLexicon(byLength(`麻辣烫 火锅 牛肉面 拉面 面馆 米粉 螺蛳粉 烧烤 奶茶 包子 饺子 炸鸡 烤鸭 鸭脖 酒楼 便利店 古镇 古城 古村 古道 嘎查 苏木 牧场 草场 草原 团场 冷面馆 体育馆 故居 草堂 纪念馆 纪念堂 碑林 祠堂 陵园 烈士 采摘园 主题 剧本 名都 名城 名苑 名邸 公司 集团 物业 花园 小区 大厦 广场 医院 学校 大道 大桥 超市 药店 饭店
	酒店 餐厅 餐馆 地产 置业 实业 科技 食品 幼儿园 小学 中学 大学 学院 银行 宾馆 商场 商城 影城
	公园 水库 国际 家园 公寓 新城 新村 新区 景区 农场 林场 煤矿 矿业 电厂 电站 水厂 工地 项目
	快递 物流 外卖 汽车 电器 建材 家具 装饰 装修 建筑 工程 农业 旅游 传媒 教育 培训 驾校 机场
	高铁 地铁 高速 隧道 立交 码头 港口 河 江 湖 山 桥 路 寺 庙 塔 湾 村 村委 社区 街道 办事处
	派出所 政府 支行 分局 奶粉 牛奶 啤酒 白酒 牌 店 厂 网 城 楼 台 岛`))
	placeRunes = runeSet("人县市区镇乡村街路巷苑园局厂店院校站所处司户员工者族州盟旗岭沟屯寨桥湖河江港湾府邸郡墅")
)

// softEnds begin the next word, or end a name.
var softEnds = runeSet("来当才前时同原曾向于今现可能会开带用要有以由")

// phoneLabels stand between a name and a number.
var phoneLabels = byLength(`联系电话 电话号码 手机号码 手机号 手机尾号 联系方式 身份证号码 身份证号 身份证 电话 手机 号码 微信号
	微信 扣扣 企鹅号 电联 tel 的电话 的手机 的电话是 电话是 电话为 手机是 性别男 性别女`)

// numberMasks stand for what belongs to one person.
var numberMasks = []string{"[手机号]", "[电话]", "[身份证号]", "[微信号]", "[银行卡号]", "[QQ号]", "[社保号]", "[护照号]", "[证件号]"}

// byLength are the words of a list, the longer before the shorter, so that the longest is found first.
func byLength(list string) []string {
	words := strings.Fields(list)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// endLexicon finds words by where they end.
type endLexicon struct{ *lexicon }

func newEndLexicon(words []string) endLexicon {
	backward := make([]string, len(words))
	for i, w := range words {
		r := []rune(w)
		slices.Reverse(r)
		backward[i] = string(r)
	}
	return endLexicon{newLexicon(backward)}
}

// hadWord answers the length of the longest word of the lexicon that ends before i, or 0.
func (v *view) hadWord(i int, l endLexicon) int {
	r := v.at(i - 1)
	if r == 0 || r >= 1<<16 || l.first[r/64]>>(r%64)&1 == 0 {
		return 0
	}
	if !l.may(r, v.at(i-2)) {
		if i-1 >= v.floor {
			return int(l.alone[r/64] >> (r % 64) & 1)
		}
		return 0
	}
	for _, rest := range l.words[r] {
		if i-1-len(rest) < v.floor {
			continue
		}
		same := true
		for n, want := range rest {
			if same = v.r[i-2-n] == want; !same {
				break
			}
		}
		if same {
			return 1 + len(rest)
		}
	}
	return 0
}

// sides reads what stands beside a name.
type sides struct{ *view }

func (v *view) names() names { return names{likes{sides{v}}} }

// left says how strongly what stands before j speaks for a name from j on.
func (v sides) left(j int) int {
	i, colon := j, false
	for n := 0; n < 4 && i > 0 && !isHan(v.r[i-1]) && beforeNames.has(v.r[i-1]); n++ {
		i--
		colon = colon || v.r[i] == ':' || v.r[i] == '='
	}
	strength := inside
	if i < j || j == 0 || !isHan(v.at(j-1)) && !isLetter(v.at(j-1)) && !isDigit(v.at(j-1)) {
		strength = beginning
	}
	comma := i < j && (v.r[j-1] == ',' || v.r[j-1] == '、')
	if strength == inside && (v.wordEnds(j) || v.r[j-1] == '的' || v.r[j-1] == '有') {
		strength = maybe
	}
	switch {
	case v.numberBefore(i):
		return nearNumber
	case comma:
	case v.hadWord(i, namingsBefore) > 0:
		strength = named
	case v.hadWord(i, introductionsBefore) > 0:
		strength = introduced
	case v.relationBefore(i):
		strength = related
	case v.hadWord(i, rolesBefore) > 0:
		strength = roleBefore
	case v.hadWord(i, blamesBefore) > 0:
		strength = blamed
	case i == j && j > 0 && prepositions.has(v.r[j-1]):
		strength = preposed
		if v.at(j-2) == '我' && !v.joins(j) {
			strength = roleBefore // 我和
		}
	case i == j && (v.at(j-1) == '有' || v.has(j-2, "一下") || v.has(j-2, "通过")):
		strength = preposed
	}
	if strength <= preposed && i == j && v.joins(j) {
		if strength == preposed && v.r[j] != '于' {
			return maybe // 以次, 和平: a rare word
		}
		return inside - 6 // 主任彭: no 任彭
	}
	if colon && strength > beginning {
		strength += colonAfter
	}
	return strength
}

// relationBefore says that a word for somebody of the writer's own ends before i: 我婆婆, 我家孩子.
func (v sides) relationBefore(i int) bool {
	n := v.hadWord(i, relationsBefore)
	if n == 0 {
		return false
	}
	if v.leads(i) {
		return false // 我爷爷|和伯伯
	}
	i -= n
	if r := v.at(i - 1); r == '家' || r == '的' || r == '们' {
		i--
	}
	r := v.at(i - 1)
	return r == '我' || r == '俺' || r == '咱'
}

// joins says that the characters before and at j are one word.
func (v sides) joins(j int) bool {
	return v.t.pair(v.at(j-1), v.at(j))
}

var (
	beforeNames   = runeSet(" \t:=\"“”(【「|_、,./-")
	besideNumbers = runeSet(" \t:,(、/-+*")
	compass       = runeSet("东西南北中")
	afterCompass  = runeSet("路街道站区门")
	levels        = runeSet("省市区县镇乡村")

	phoneLabelsAhead = newLexicon(phoneLabels)
)
