"""The taxonomy of skills beyond information technology: manufacturing, sales, back office, languages, qualifications.

Written for this product, in the form that skill_names_it.py describes.
"""

WORK_SKILLS = """
mechanical_design | 機械設計 | Mechanical design | 機構設計; 筐体設計; 機械エンジニア; メカ設計
electrical_design | 電気設計 | Electrical design | 電気回路設計; 電装設計
circuit_design | 回路設計 | Circuit design | アナログ回路; デジタル回路; 基板設計; 電子回路
power_electronics | パワーエレクトロニクス | Power electronics | パワエレ; 電源設計; インバータ
semiconductor | 半導体設計 | Semiconductor design | lsi設計; 半導体開発; 半導体プロセス; asic
optics | 光学設計 | Optical design | レンズ設計
mold_design | 金型設計 | Mold design | 金型製作; 金型
plastic_molding | 射出成形 | Injection molding | 樹脂成形; プラスチック成形
press_working | プレス加工 | Press working | 板金加工; 板金
machining | 切削加工 | Machining | 機械加工; 旋盤; フライス; フライス盤; マシニングセンタ; マシニングセンター
nc_programming | NCプログラミング | NC programming | nc旋盤; ncプログラム; cnc
welding | 溶接 | Welding | アーク溶接; tig溶接; 半自動溶接
casting | 鋳造 | Casting | ダイカスト; 鍛造
surface_treatment | 表面処理 | Surface treatment | めっき; メッキ; 塗装工程
assembly_work | 組立 | Assembly | 組み立て; 組立作業; 組付け
cad_2d | AutoCAD | | オートキャド; 2d cad; 2dcad; 二次元cad; jw_cad; jwcad; jw-cad
cad_3d | 3D CAD | | 3dcad; 三次元cad; 3次元cad
solidworks | SolidWorks | | ソリッドワークス
catia | CATIA | | カティア
nx_cad | Siemens NX | | 3d nx
creo | Creo | | pro/engineer; pro-e
inventor | Autodesk Inventor | | fusion 360; fusion360
revit | Revit | | bim
cae | CAE解析 | CAE analysis | cae; 構造解析; 応力解析; 強度解析; ansys; abaqus; nastran; 有限要素法
cfd | 流体解析 | Fluid dynamics | 熱流体解析; 熱解析; openfoam; star-ccm
drafting | 製図 | Drafting | 図面作成; 機械製図; cadオペレーター; cadオペレータ
tolerance_design | 公差設計 | Tolerance design | 幾何公差
production_engineering | 生産技術 | Production engineering | 工程設計; 生産ライン設計; 設備導入; ライン立ち上げ; ライン立上げ
production_control | 生産管理 | Production control | 生産計画; 工程管理; 納期管理
manufacturing | 製造 | Manufacturing | 製造オペレーター; ライン作業; 量産立ち上げ; 量産立上げ
quality_assurance | 品質保証 | Quality assurance | 品証; 顧客クレーム対応; 是正処置
quality_control | 品質管理 | Quality control | 品管; 品質改善; qc検定; qc手法; 統計的品質管理; fmea; なぜなぜ分析
inspection | 検査 | Inspection | 外観検査; 受入検査; 出荷検査; 非破壊検査
measurement | 計測 | Measurement | 精密測定; 三次元測定; 3次元測定; 三次元測定機; 計測制御; 校正業務; 計測器
kaizen | 改善活動 | Kaizen | 業務改善; 工程改善; カイゼン; トヨタ生産方式; tps; 5s活動
lean | リーン生産 | Lean manufacturing | シックスシグマ; six sigma; lean six sigma
plc | PLC | | シーケンス制御; ラダー; ラダー図; シーケンサ; シーケンサー; 三菱シーケンサ; plc制御
facility_maintenance | 設備保全 | Equipment maintenance | 保全業務; 設備メンテナンス; 機械保全; 予防保全
electrical_work | 電気工事 | Electrical work | 受変電設備; 電気設備
industrial_robot | 産業用ロボット | Industrial robots | ロボットティーチング; ティーチング; 多関節ロボット
procurement | 調達 | Procurement | 購買; 資材調達; 部品調達; バイヤー; 購買管理
supply_chain | サプライチェーン管理 | Supply chain management | scm; サプライチェーン; 需給管理; 需要予測
inventory | 在庫管理 | Inventory control | 棚卸; 棚卸し; 倉庫管理; wms
logistics | 物流管理 | Logistics | 物流; ロジスティクス; 配送管理; 配車; 運行管理
trade | 貿易実務 | Trade operations | 貿易事務; 輸出入; 通関; 輸出管理; インコタームズ
forklift | フォークリフト | Forklift | フォークリフト運転
crane | クレーン | Crane operation | 玉掛け; 玉掛; 床上操作式クレーン
materials | 材料開発 | Materials development | 材料研究; 高分子材料; 金属材料; 複合材料; 材料工学
chemistry | 化学分析 | Chemical analysis | 機器分析; hplc; 有機合成; 分析化学; 化学合成
biotech | バイオ研究 | Biotechnology | 細胞培養; 遺伝子工学; 分子生物学
pharma | 医薬品開発 | Drug development | 治験; 臨床開発; 臨床試験; gmp; 薬事; 薬事申請
food | 食品開発 | Food development | 商品開発(食品); 食品衛生; haccp; 食品製造
rnd | 研究開発 | Research and development | r&d; 基礎研究; 応用研究
patent | 知的財産 | Intellectual property | 知財; 特許; 特許出願; 特許調査
technical_writing | 技術文書作成 | Technical writing | マニュアル作成; 取扱説明書; テクニカルライター; テクニカルライティング
field_service | フィールドサービス | Field service | フィールドエンジニア; サービスエンジニア; 保守サービス
building_design | 建築設計 | Building design | architecture; 意匠設計; 構造設計; 設備設計; 建築士
construction_management | 施工管理 | Construction management | 現場監督; 現場管理; 工事管理; 現場代理人
civil_engineering | 土木設計 | Civil engineering | 土木; 土木施工; 測量
interior_design | 内装設計 | Interior design | インテリアデザイン; インテリアコーディネーター; 空間デザイン
real_estate | 不動産 | Real estate | 不動産仲介; 不動産管理; 賃貸管理; 不動産営業
environment | 環境管理 | Environmental management | 環境マネジメント; 廃棄物管理; カーボンニュートラル; 脱炭素
safety | 安全衛生管理 | Occupational safety | 労働安全衛生; 安全管理; 衛生管理
energy | エネルギー管理 | Energy management | 再生可能エネルギー; 太陽光発電; 省エネ
sales | 営業 | Sales | 営業職; 営業担当; 営業活動; 営業経験; sales representative
corporate_sales | 法人営業 | Corporate sales | btob営業; b2b営業; 法人向け営業; b2b sales; 企業向け営業
retail_sales | 個人営業 | Consumer sales | btoc営業; b2c営業; 個人向け営業
new_business_sales | 新規開拓営業 | New business development | 新規開拓; 新規営業; 飛び込み営業; 新規顧客開拓; テレアポ
account_management | 既存顧客営業 | Account management | ルート営業; ルートセールス; 既存営業; 深耕営業; アカウントマネージャー; アカウント営業
inside_sales | インサイドセールス | Inside sales | インサイドセールスチーム; 内勤営業
solution_sales | 提案営業 | Solution sales | ソリューション営業; コンサルティング営業; 企画提案
technical_sales | 技術営業 | Technical sales | セールスエンジニア; プリセールス; it営業; sales engineer
overseas_sales | 海外営業 | Overseas sales | 海外事業; グローバル営業; 海外駐在
agency_sales | 代理店営業 | Channel sales | パートナー営業; 代理店管理; パートナーセールス
sales_planning | 営業企画 | Sales planning | 営業推進; 営業戦略; セールスイネーブルメント
sales_management | 営業マネジメント | Sales management | 営業マネージャー; 営業所長; 営業課長; 営業部長
sales_support | 営業事務 | Sales support | 営業アシスタント; 受発注; 見積作成; 営業サポート
customer_success | カスタマーサクセス | Customer success | customer success manager
customer_support | カスタマーサポート | Customer support | コールセンター; お客様相談室; 顧客対応; 電話応対; テクニカルサポート
negotiation | 折衝 | Negotiation | 顧客折衝; 客先折衝; 交渉; 価格交渉
presentation | プレゼンテーション | Presentations | プレゼン
crm | CRM | | hubspot; 顧客管理
business_development | 事業開発 | Business development | 新規事業; 新規事業開発; bizdev; アライアンス
retail | 販売 | Retail | 接客; 接客販売; 店舗運営; 店長; 店舗管理; アパレル販売
merchandising | MD | Merchandising | マーチャンダイジング; マーチャンダイザー; vmd
ec_operations | EC運営 | E-commerce | ecサイト運営; ネットショップ; ec運用; shopify; 楽天市場
hospitality | ホテル業務 | Hospitality | 宿泊業; フロント業務; 旅行業
cooking | 調理 | Cooking | 調理補助; 厨房
marketing | マーケティング | Marketing | マーケター; マーケティング戦略; btobマーケティング
digital_marketing | デジタルマーケティング | Digital marketing | webマーケティング; web広告; リスティング広告; 広告運用; web集客
marketing_automation | マーケティングオートメーション | Marketing automation | marketo; pardot
market_research | 市場調査 | Market research | マーケットリサーチ; リサーチャー
sns_marketing | SNS運用 | Social media | snsマーケティング; ソーシャルメディア
advertising | 広告制作 | Advertising | 広告企画; 広告代理店; 販促企画; 販売促進
public_relations | 広報 | Public relations | 広報活動; プレスリリース; =PR; ir
branding | ブランディング | Branding | ブランド戦略; ブランドマネジメント
product_planning | 商品企画 | Product planning | 商品開発; 製品企画; サービス企画
copywriting | ライティング | Copywriting | コピーライター; ライター; コピーライティング
editing | 編集 | Editing | 編集者; 校正; 校閲
event_planning | イベント企画 | Event planning | イベント運営; 展示会; セミナー運営
graphic_design | グラフィックデザイン | Graphic design | グラフィックデザイナー; dtp
industrial_design | プロダクトデザイン | Industrial design | 工業デザイン; プロダクトデザイナー
photography | 写真撮影 | Photography | カメラマン
video_production | 映像制作 | Video production | 動画制作; 映像編集
accounting | 経理 | Accounting | 会計; 経理業務; 仕訳; 経理担当; 会計処理
bookkeeping | 簿記 | Bookkeeping | 日商簿記; 記帳
financial_closing | 決算 | Financial closing | 月次決算; 年次決算; 連結決算; 四半期決算; 決算業務
tax | 税務 | Tax | 税務申告; 法人税; 消費税申告; 税理士補助
cost_accounting | 原価計算 | Cost accounting | 原価管理; 管理会計; 標準原価
finance | 財務 | Corporate finance | 資金調達; 資金繰り; 財務分析; 財務諸表
fpa | 予実管理 | Budget control | 予算管理; 予算策定; fp&a
ifrs | IFRS | | 国際会計基準; us gaap; usgaap
audit | 監査 | Audit | 内部監査; 会計監査; 監査法人
internal_control | 内部統制 | Internal control | j-sox; jsox
ipo | 株式公開 | IPO | ipo準備; 上場準備
mna | M&A | | デューデリジェンス; pmi業務
corporate_planning | 経営企画 | Corporate planning | 経営戦略; 中期経営計画; 事業計画
consulting | コンサルティング | Consulting | 経営コンサルタント; コンサルタント; 戦略コンサル
business_process | 業務設計 | Business process design | bpr; 業務プロセス改善; 業務フロー作成
human_resources | 人事 | Human resources | 人事業務; 人事担当; hrbp; 人事企画
recruiting | 採用業務 | Recruiting | 採用担当; 新卒採用; 中途採用; リクルーター; 採用活動
hr_system | 人事制度 | HR systems | 人事評価制度; 評価制度設計; 報酬制度
training | 研修 | Training | 人材育成; 社員研修; 研修企画; 教育研修; 社内研修; 新人教育
labor_management | 労務管理 | Labor management | 労務; 勤怠管理; 就業規則; 労務担当
payroll | 給与計算 | Payroll | 年末調整; 給与業務
social_insurance | 社会保険手続き | Social insurance | 社会保険手続; 社保手続き
career_consulting | キャリア相談 | Career counselling | キャリアアドバイザー; 人材紹介; 人材コーディネーター
general_affairs | 総務 | General affairs | 総務業務; ファシリティ管理; 庶務
office_work | 一般事務 | Office work | 事務; 事務職; データ入力; 事務処理; 営業外事務
secretary | 秘書 | Secretary | 役員秘書; 秘書業務
reception | 受付 | Reception | 受付業務; 来客対応
legal | 法務 | Legal | 企業法務; 契約書; 契約審査; 契約書作成; リーガルチェック
compliance | コンプライアンス | Compliance | 法令遵守; 個人情報保護
risk_management | リスク管理 | Risk management | リスクマネジメント; 事業継続計画; bcp
stock_affairs | 株式事務 | Stock affairs | 株主総会; 取締役会運営
banking | 銀行業務 | Banking | 融資; 融資審査; 与信管理; 与信
securities | 証券業務 | Securities | 証券営業; 資産運用; トレーダー; ファンドマネージャー
insurance | 保険業務 | Insurance | 保険営業; 損害保険; 生命保険; 保険数理
financial_planning | 資産形成相談 | Financial planning | ファイナンシャルプランニング
nursing | 看護 | Nursing | 看護業務; 病棟看護
caregiving | 介護 | Care work | 介護業務; 訪問介護; ケアマネジメント
medical_office | 医療事務 | Medical office work | 診療報酬請求; レセプト
childcare | 保育 | Childcare | 保育業務
teaching | 教育指導 | Teaching | 塾講師; 家庭教師; 講師; 教員; 授業設計
translation | 翻訳 | Translation | 技術翻訳; 和訳; 英訳
interpretation | 通訳 | Interpretation | 逐次通訳; 同時通訳
driving | 運転業務 | Driving | ドライバー; トラック運転; 配送ドライバー
security_guard | 警備 | Security guard | 警備業務; 施設警備
cleaning | 清掃 | Cleaning | ビルメンテナンス; ビル管理
beauty | 美容 | Beauty | エステ; ネイル; ヘアメイク
agriculture | 農業 | Agriculture | 農作業; 農業技術
management | マネジメント | Management | 管理職; チームマネジメント; 部下育成; メンバー育成; ピープルマネジメント
leadership | リーダーシップ | Leadership | リーダー経験
facilitation | ファシリテーション | Facilitation | ファシリテーター
logical_thinking | ロジカルシンキング | Logical thinking | 論理的思考; 課題解決; 問題解決
documentation | 資料作成 | Documentation | 提案資料作成; 文書作成; 議事録
remote_work | リモートワーク経験 | Remote work | テレワーク経験; 在宅勤務経験
excel | !Excel | | エクセル; ms excel; ピボットテーブル; vlookup; 表計算
word | !Word | | ms word; ワード文書; =ワード
powerpoint | PowerPoint | | パワーポイント; パワポ
access_db | Microsoft Access | | ms access; =Access; アクセスデータベース
outlook | !Outlook | |
microsoft_office | Microsoft Office | | ms office; microsoft 365; microsoft365; office365; office 365; オフィスソフト
google_workspace | Google Workspace | | g suite; スプレッドシート; googleスプレッドシート
slack | !Slack | |
teams | Microsoft Teams | | =Teams
notion | !Notion | |
jira | Jira | | confluence
backlog | !Backlog | | redmine
yayoi | 弥生会計 | Yayoi Accounting | freee; マネーフォワード; money forward
english | 英語 | English | 英会話; 英文メール; 英語力; ビジネス英語; 英文資料
toeic | TOEIC | | toeic l&r; トーイック
toefl | TOEFL | |
ielts | IELTS | |
eiken | 英検 | EIKEN | 実用英語技能検定; 英語検定
chinese | 中国語 | Chinese | 北京語; 普通話; 広東語; マンダリン; hsk
korean | 韓国語 | Korean | ハングル; topik
vietnamese | ベトナム語 | Vietnamese |
thai | タイ語 | Thai |
indonesian | インドネシア語 | Indonesian |
spanish | スペイン語 | Spanish |
portuguese | ポルトガル語 | Portuguese |
french | フランス語 | French |
german | ドイツ語 | German |
italian | イタリア語 | Italian |
russian | ロシア語 | Russian |
arabic | アラビア語 | Arabic |
hindi | ヒンディー語 | Hindi |
japanese_jlpt | 日本語能力試験 | JLPT | jlpt; 日本語能力検定; 日本語能力試験n1; 日本語能力試験n2
sign_language | 手話 | Sign language |
boki_1 | 日商簿記1級 | Bookkeeping, level 1 | 簿記1級; 簿記一級; 簿記検定1級; 日商簿記検定1級
boki_2 | 日商簿記2級 | Bookkeeping, level 2 | 簿記2級; 簿記二級; 簿記検定2級; 日商簿記検定2級
boki_3 | 日商簿記3級 | Bookkeeping, level 3 | 簿記3級; 簿記三級; 簿記検定3級; 日商簿記検定3級
cpa | 公認会計士 | Certified public accountant | uscpa; 米国公認会計士
tax_accountant | 税理士 | Tax accountant |
sharoushi | 社会保険労務士 | Labor and social security attorney | 社労士
lawyer | 弁護士 | Lawyer | 司法修習
patent_attorney | 弁理士 | Patent attorney |
judicial_scrivener | 司法書士 | Judicial scrivener |
administrative_scrivener | 行政書士 | Administrative scrivener |
takken | 宅地建物取引士 | Real estate transaction agent | 宅建; 宅建士; 宅地建物取引主任者
sme_consultant | 中小企業診断士 | SME management consultant |
financial_planner | ファイナンシャルプランナー | Financial planner | fp技能士; fp2級; fp1級; fp3級; afp; cfp
securities_sales_rep | 証券外務員 | Securities sales representative | 外務員資格
securities_analyst | 証券アナリスト | Securities analyst |
it_passport | ITパスポート | IT Passport | it passport
basic_it_engineer | 基本情報技術者 | Fundamental IT engineer | 基本情報処理技術者; 基本情報
applied_it_engineer | 応用情報技術者 | Applied IT engineer | 応用情報処理技術者; 応用情報
registered_security | 情報処理安全確保支援士 | Registered information security specialist | 情報セキュリティスペシャリスト
network_specialist | ネットワークスペシャリスト | Network specialist |
database_specialist | データベーススペシャリスト | Database specialist |
embedded_specialist | エンベデッドシステムスペシャリスト | Embedded systems specialist |
pm_exam | プロジェクトマネージャ試験 | Project manager examination |
pmp | PMP | | project management professional
itil | ITIL | |
ccna | CCNA | | ccnp; ccie
lpic | LPIC | | linuc
aws_certified | AWS認定 | AWS certified | awsソリューションアーキテクト; aws認定ソリューションアーキテクト
oracle_master | オラクルマスター | Oracle Master | oracle master
java_certified | Javaプログラマ認定 | Java certification | ocjp; java silver; java gold
mos | MOS | Microsoft Office Specialist | マイクロソフトオフィススペシャリスト
g_kentei | G検定 | JDLA G certificate | e資格
toukei_kentei | 統計検定 | Statistics certificate |
web_analyst | ウェブ解析士 | Web analyst |
hisho_kentei | 秘書検定 | Secretary certificate |
hygiene_manager | 衛生管理者 | Health officer |
hazmat | 危険物取扱者 | Hazardous materials engineer | 危険物取扱; 危険物乙4; 乙種第4類; 危険物乙種4類
electrician | 電気工事士 | Electrician | 第二種電気工事士; 第一種電気工事士
chief_electrical | 電気主任技術者 | Chief electrical engineer | 電験三種; 電験3種; 電験二種; 電験
boiler | ボイラー技士 | Boiler engineer |
energy_manager | エネルギー管理士 | Energy manager |
pollution_manager | 公害防止管理者 | Pollution control manager |
machining_technician | 機械加工技能士 | Machining technician | 技能士
maintenance_technician | 機械保全技能士 | Maintenance technician |
professional_engineer | 技術士 | Professional engineer | 技術士補
architect_1 | 一級建築士 | First-class architect | 1級建築士
architect_2 | 二級建築士 | Second-class architect | 2級建築士
construction_manager_1 | 1級施工管理技士 | Construction managing engineer, level 1 | 一級施工管理技士; 1級建築施工管理技士; 1級土木施工管理技士
construction_manager_2 | 2級施工管理技士 | Construction managing engineer, level 2 | 2級建築施工管理技士; 2級土木施工管理技士
surveyor | 測量士 | Surveyor | 測量士補
iso9001 | ISO 9001 | | iso9001; iso 9000; iso9000; qms
iso14001 | ISO 14001 | | iso14001
iso27001 | ISO 27001 | | iso27001; isms; プライバシーマーク; pマーク
iatf16949 | IATF 16949 | | iatf16949; ts16949
iso13485 | ISO 13485 | | iso13485
functional_safety | 機能安全 | Functional safety | iso26262; iso 26262; iec61508
nurse | 看護師 | Registered nurse | 正看護師; 准看護師
pharmacist | 薬剤師 | Pharmacist |
dietitian | 管理栄養士 | Registered dietitian | 栄養士
care_worker | 介護福祉士 | Certified care worker | 初任者研修; 実務者研修
care_manager | ケアマネジャー | Care manager | 介護支援専門員; ケアマネージャー
nursery_teacher | 保育士 | Nursery teacher | 幼稚園教諭
teacher_license | 教員免許 | Teaching certificate | 教諭免許; 教員免許状
registered_sales | 登録販売者 | Registered drug seller |
travel_manager | 旅行業務取扱管理者 | Travel services manager |
customs_broker | 通関士 | Customs broker |
career_consultant | キャリアコンサルタント | Career consultant | キャリアカウンセラー
drivers_license | 普通自動車免許 | Driver's licence | 普通自動車第一種運転免許; 普通免許; 自動車運転免許; 要普免
large_vehicle_license | 大型自動車免許 | Large vehicle licence | 大型免許; 中型免許; 中型自動車免許
forklift_license | フォークリフト運転技能講習 | Forklift licence | フォークリフト免許
colour_coordinator | カラーコーディネーター | Colour coordinator | 色彩検定
business_law | ビジネス実務法務検定 | Business law examination | ビジネス法務検定
- | 営業時間 | | 営業日; 営業利益; 営業所在地; 営業年度; 営業損失; 営業外; 営業秘密; 営業所; 営業再開; 全営業
- | 法務局 | | 法務省; 総務省; 総務課長会; 会計年度; 財務省; 財務局; 検査入院; 英語圏; 人事異動; 人事不省; 監査役; 介護休業
- | 交渉中 | | 受付中; 受付終了; 受付時間; 編集中; 製造業; 製造業界; 販売終了; 計測株式会社; 事務所; 研修生; 講師派遣
- | 決算期 | | 不動産所得; 農業大学; 農業高校; 美容院; 保育園; 看護学校; 介護施設; 看護休暇; 編集部注; 検査結果
"""
