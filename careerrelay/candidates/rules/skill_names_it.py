"""The taxonomy of skills, information technology: written for this product, a line for each skill.

`key | 日本語 | English | more spellings`, `;` between those; without English the first name is both. `!` before a name:
an English word as well, so its spelling and its neighbours decide; `=`: too short or too common for running text, known
only where somebody names a skill. A line with the key `-` holds words that are no skill although they begin like one.
"""

IT_SKILLS = """
python | Python | | Python; パイソン
java | Java | | ジャワ言語
javascript | JavaScript | | java script; ジャバスクリプト; ecmascript; =js; es6; es2015
typescript | TypeScript | | type script; タイプスクリプト; =ts
c | C言語 | C | !C; ansi c
cpp | C++ | | c/c++; cplusplus; c++言語; シープラスプラス; vc++; visual c++
csharp | C# | | c sharp; csharp; シーシャープ; visual c#
dotnet | .NET | | dotnet; dot net; .net framework; .net core; ドットネット
aspnet | ASP.NET | | asp.net core; asp.net mvc
vbnet | VB.NET | | visual basic .net; vb.net
vb | Visual Basic | | =VB; VB6; ビジュアルベーシック
vba | VBA | | excel vba; excelマクロ; エクセルマクロ; access vba; マクロ作成; マクロ開発
go | !Go | | golang; go言語
rust | !Rust | | rust言語; rustlang
ruby | Ruby | | ruby言語
rails | Ruby on Rails | | rails; ror; rubyonrails
php | PHP | |
laravel | Laravel | | ララベル
symfony | Symfony | |
cakephp | CakePHP | |
wordpress | WordPress | | ワードプレス
perl | Perl | |
scala | Scala | |
kotlin | Kotlin | | コトリン
swift | !Swift | | swiftui; swift言語
objective_c | Objective-C | | objective c; objc; objectivec
dart | !Dart | | dart言語
flutter | Flutter | | フラッター
r | R言語 | R | !R; rstudio; r studio
matlab | MATLAB | | simulink; matlab/simulink
julia | !Julia | | julia言語
haskell | Haskell | |
elixir | Elixir | |
erlang | Erlang | |
clojure | Clojure | |
lua | Lua | |
groovy | Groovy | |
fortran | Fortran | | フォートラン
cobol | COBOL | | コボル
pl1 | PL/I | |
rpg | RPG(AS/400) | RPG (AS/400) | as/400; as400; ibm i
abap | ABAP | |
assembly_language | アセンブラ | Assembly language | アセンブリ言語; アセンブラ言語; assembler
verilog | Verilog | | veriloghdl; verilog hdl; verilog-hdl; systemverilog
vhdl | VHDL | |
shell | シェルスクリプト | Shell scripting | シェル; bash; zsh; shell script; shellscript
powershell | PowerShell | | パワーシェル
sql | SQL | | sql文
plsql | PL/SQL | | plsql
html | HTML | | html5; html/css
css | CSS | | css3; sass; scss
react | !React | | react.js; reactjs; リアクト
react_native | React Native | |
nextjs | Next.js | | nextjs
vue | Vue.js | | vue; vuejs
nuxt | Nuxt.js | | nuxt; nuxtjs
angular | Angular | | angularjs; angular.js; アンギュラー
svelte | Svelte | |
jquery | jQuery | |
nodejs | Node.js | | nodejs; node js
express | Express.js | | expressjs
nestjs | NestJS | | nest.js
django | Django | | ジャンゴ
flask | Flask | |
fastapi | FastAPI | |
spring | Spring Framework | | spring boot; springboot; spring mvc; !Spring
struts | Struts | |
jsp | JSP | | サーブレット; servlet; jsp/servlet
hibernate | !Hibernate | |
graphql | GraphQL | |
rest_api | REST API | | restful; restapi; restful api; web api; webapi; api開発; api設計
grpc | gRPC | |
tailwind | Tailwind CSS | | tailwind; tailwindcss
bootstrap | !Bootstrap | |
webpack | webpack | | vite
three_js | Three.js | | webgl
aws | AWS | | amazon web services; アマゾンウェブサービス; ec2; s3; lambda; rds; cloudformation
azure | Microsoft Azure | | azure; アジュール
gcp | Google Cloud | | gcp; google cloud platform; googlecloud; bigquery
oci | Oracle Cloud | | oracle cloud infrastructure
docker | Docker | | ドッカー; docker compose; docker-compose
kubernetes | Kubernetes | | k8s; クバネティス; クーバネティス; eks; gke
terraform | Terraform | | テラフォーム
ansible | Ansible | |
cicd | CI/CD | | 継続的インテグレーション; github actions; circleci; gitlab ci
jenkins | Jenkins | |
git | Git | | github; gitlab; bitbucket
subversion | Subversion | | svn
linux | Linux | | リナックス; リナックスサーバ; red hat; redhat; rhel; centos; ubuntu; debian
unix | UNIX | | ユニックス; solaris; aix; hp-ux
windows_server | Windows Server | | windowsサーバ; windowsサーバー; ウィンドウズサーバー
active_directory | Active Directory | | activedirectory; アクティブディレクトリ; entra id
vmware | VMware | | vsphere; 仮想化基盤; hyper-v; esxi
apache | Apache HTTP Server | | apache
nginx | nginx | | エンジンエックス
tomcat | Tomcat | |
oracle_db | Oracle Database | | oracle; オラクル; oracle db
mysql | MySQL | | mariadb
postgresql | PostgreSQL | | postgres; ポストグレス
sql_server | SQL Server | | sqlserver; ms sql; mssql
db2 | Db2 | |
mongodb | MongoDB | |
redis | Redis | |
dynamodb | DynamoDB | |
elasticsearch | Elasticsearch | | opensearch
snowflake | !Snowflake | |
redshift | Redshift | |
hadoop | Hadoop | | hive
spark | Apache Spark | | pyspark; !Spark
kafka | Apache Kafka | | kafka
airflow | Airflow | |
dbt | dbt | |
etl | ETL | | talend; informatica; データパイプライン
dwh | データウェアハウス | Data warehouse | dwh
tableau | Tableau | | タブロー
power_bi | Power BI | | powerbi
looker | Looker | | looker studio; データポータル
machine_learning | 機械学習 | Machine learning | マシンラーニング; scikit-learn; sklearn; xgboost; lightgbm
deep_learning | 深層学習 | Deep learning | ディープラーニング; ニューラルネットワーク
tensorflow | TensorFlow | | keras
pytorch | PyTorch | |
nlp | 自然言語処理 | Natural language processing | nlp; 形態素解析
computer_vision | 画像認識 | Computer vision | 画像処理; 画像解析; opencv; コンピュータビジョン
llm | 生成AI | Generative AI | 大規模言語モデル; llm; chatgpt; langchain; プロンプトエンジニアリング
speech_recognition | 音声認識 | Speech recognition |
recommender | 推薦システム | Recommender systems | レコメンドエンジン
data_analysis | データ分析 | Data analysis | データ解析; pandas; numpy
data_science | データサイエンス | Data science | データサイエンティスト
statistics | 統計解析 | Statistics | 統計学; 統計分析; 多変量解析; spss; sas
data_engineering | データエンジニアリング | Data engineering | データ基盤; データエンジニア
network | ネットワーク構築 | Network engineering | ネットワーク設計; ネットワークエンジニア; ネットワーク運用; 社内ネットワーク
cisco | Cisco | | シスコ; catalyst
firewall | ファイアウォール | Firewalls | ファイヤーウォール; fortigate; palo alto
vpn | VPN | |
tcpip | TCP/IP | |
security | 情報セキュリティ | Information security | サイバーセキュリティ; セキュリティ診断; 脆弱性診断; soc運用; セキュリティエンジニア
pentest | ペネトレーションテスト | Penetration testing | 侵入テスト
infrastructure | インフラ構築 | IT infrastructure | インフラエンジニア; インフラ設計; サーバ構築; サーバー構築
server_operations | サーバ運用 | Server operations | サーバー運用; 運用監視; サーバ監視; サーバー監視; システム運用
cloud | クラウド | Cloud | クラウド移行; クラウドエンジニア
sre | SRE | | サイト信頼性; site reliability
devops | DevOps | |
microservices | マイクロサービス | Microservices |
serverless | サーバーレス | Serverless | サーバレス
embedded | 組込みソフト開発 | Embedded software | 組込みソフトウェア; 組み込みソフトウェア; 組込ソフト; 組込みソフト; 組み込みソフト; 組込み; 組み込み; 組込系
rtos | RTOS | | itron; μitron; freertos; vxworks; リアルタイムos
firmware | ファームウェア | Firmware | ファームウエア
device_driver | デバイスドライバ | Device drivers | デバイスドライバー
autosar | AUTOSAR | |
can_bus | CAN通信 | CAN bus |
iot | IoT | | m2m
robotics | ロボット制御 | Robotics | ロボティクス; !ROS; ロボット開発; ros2
signal_processing | 信号処理 | Signal processing | dsp; デジタル信号処理
fpga | FPGA | |
control_theory | 制御設計 | Control engineering | 制御ソフト; 制御工学; モデルベース開発; mbd
ios | iOSアプリ開発 | iOS development | ios開発; iosアプリ; iphoneアプリ; =iOS; xcode
android | Androidアプリ開発 | Android development | android; アンドロイドアプリ; android studio
unity | !Unity | | unity3d; ユニティ
unreal | Unreal Engine | | アンリアルエンジン; ue4; ue5
game_development | ゲーム開発 | Game development | ゲームプログラマ; ゲームプログラマー
web_development | Web開発 | Web development | webアプリ開発; webシステム開発; webエンジニア; webアプリケーション開発
frontend | フロントエンド開発 | Front-end development | フロントエンド; front-end; frontend; フロントエンドエンジニア
backend | バックエンド開発 | Back-end development | バックエンド; backend; back-end; サーバーサイド; サーバサイド; バックエンドエンジニア
system_development | システム開発 | System development | システムエンジニア; 業務システム開発
requirements | 要件定義 | Requirements definition | 要求定義; 要件分析
basic_design | 基本設計 | Basic design | 外部設計; 概要設計
detailed_design | 詳細設計 | Detailed design | 内部設計
software_architecture | アーキテクチャ設計 | Software architecture | システムアーキテクチャ; アーキテクト; ソフトウェアアーキテクチャ
db_design | データベース設計 | Database design | db設計; データモデリング
testing | テスト設計 | Software testing | 単体テスト; 結合テスト; 総合テスト; システムテスト; テストエンジニア; qaエンジニア
test_automation | テスト自動化 | Test automation | selenium; cypress; playwright; appium
agile | アジャイル開発 | Agile development | アジャイル; スクラム開発; スクラムマスター; scrum; スクラム
waterfall | ウォーターフォール | Waterfall |
project_management | プロジェクト管理 | Project management | プロジェクトマネジメント; プロジェクトマネージャー; プロジェクトマネージャ; =PM; =PMO
project_lead | プロジェクトリーダー | Project lead | プロジェクトリーダ; =PL; チームリーダー
product_management | プロダクトマネジメント | Product management | プロダクトマネージャー; プロダクトオーナー; =PdM
it_consulting | ITコンサルティング | IT consulting | itコンサル; itコンサルタント; システムコンサルタント
it_planning | システム企画 | IT planning | it企画; it戦略; 社内se; 情報システム部; 情シス
helpdesk | ヘルプデスク | Help desk | 社内ヘルプデスク; ユーザーサポート; キッティング
itil_operations | ITサービス管理 | IT service management | itsm; servicenow
rpa | RPA | | uipath; winactor; blue prism; power automate
low_code | ローコード開発 | Low-code development | ノーコード; kintone; キントーン; outsystems; power apps; powerapps
salesforce | Salesforce | | セールスフォース; apex; sfdc
sap | SAP | | s/4hana; sap erp; sap r/3
erp | ERP導入 | ERP implementation | erp; 勘定奉行; obic7; 奉行シリーズ
sharepoint | SharePoint | |
dynamics | Dynamics 365 | | dynamics365
blockchain | ブロックチェーン | Blockchain | スマートコントラクト; solidity
ar_vr | AR/VR | | vr開発; 仮想現実; 拡張現実
gis | GIS | | 地理情報システム; arcgis; qgis
web_design | Webデザイン | Web design | webデザイナー; ウェブデザイン
ui_design | UIデザイン | UI design | ui/ux; uiux; ui設計; uiデザイナー
ux_design | UXデザイン | UX design | uxリサーチ; ユーザビリティ; uxデザイナー
figma | Figma | | フィグマ
photoshop | Photoshop | | フォトショップ
illustrator | Illustrator | | イラストレーター
indesign | InDesign | |
premiere | Premiere Pro | | after effects; aftereffects; 動画編集
cg_3d | 3DCG | | blender; maya; 3ds max; zbrush
google_analytics | Google Analytics | | ga4; googleアナリティクス; アクセス解析
seo | SEO | | 検索エンジン最適化
- | アジャイルメディア | | クラウドソーシング; クラウドワークス; クラウドファンディング; イラストレーターズ
"""
