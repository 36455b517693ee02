namespace Assistant.Skills.Language.Recognisers;

// The currencies of English texts: one line each.
internal static partial class EnglishCurrencyUnits
{
    // One line each: name; ISO 4217 code (none where the name is shared by several countries); its parts with how many make one; ways to write it.
    // A name that ends in a letter is also read with an s.
    private const string Table = """
        Dollar;;Cent 100;dollar,dollars,$,buck
        United States dollar;USD;Cent 100;united states dollar,us dollar,american dollar,u s dollar,united states $,american $,us$,u$,usd$
        East Caribbean dollar;XCD;Cent 100;east caribbean dollar,east caribbean $,ec$
        Australian dollar;AUD;Cent 100;australian dollar,australia dollar,australian $,australia $,aud$,au$,a$
        Bahamian dollar;BSD;Cent 100;bahamian dollar,bahamas dollar,bahamian $,bahamia $,b$
        Barbadian dollar;BBD;Cent 100;barbadian dollar,barbados dollar,barbadian $,barbadin $,bbd$,bds$
        Belize dollar;BZD;Cent 100;belize dollar,belize $,bz$
        Bermudian dollar;BMD;Cent 100;bermudian dollar,bermuda dollar,bermudian $,bd$,bmd$
        British Virgin Islands dollar;;Cent 100;british virgin islands dollar,british virgin islands $,virgin islands dollar
        Brunei dollar;BND;Sen 100;brunei dollar,brunei $,bnd$
        Singapore dollar;SGD;Cent 100;singapore dollar,singaporean dollar,singapore $,singaporean $,sgd$,sg$,s$
        Canadian dollar;CAD;Cent 100;canadian dollar,canada dollar,canadian $,canada $,cad$,can$,ca$,c$
        Cayman Islands dollar;KYD;Cent 100;cayman islands dollar,cayman island dollar,cayman islands $,ci$,cay$
        New Zealand dollar;NZD;Cent 100;new zealand dollar,new zealand $,nz dollar,nz$,nzd$,kiwi dollar
        Cook Islands dollar;;Cent 100;cook islands dollar,cook island dollar,cook islands $
        Fijian dollar;FJD;Cent 100;fijian dollar,fiji dollar,fijian $,fiji $,fj$
        Guyanese dollar;GYD;Cent 100;guyanese dollar,guyana dollar,gy$,gyd$
        Hong Kong dollar;HKD;Cent 100;hong kong dollar,hongkong dollar,hong kong $,hk dollar,hk$,hkd$
        Jamaican dollar;JMD;Cent 100;jamaican dollar,jamaica dollar,jamaican $,j$,ja$
        Kiribati dollar;;Cent 100;kiribati dollar,kiribati $
        Liberian dollar;LRD;Cent 100;liberian dollar,liberia dollar,liberian $,l$,ld$
        Micronesian dollar;;Cent 100;micronesian dollar,micronesia dollar,micronesian $
        Namibian dollar;NAD;Cent 100;namibian dollar,namibia dollar,namibian $,n$,nad$
        Nauruan dollar;;Cent 100;nauruan dollar,nauru dollar,nauruan $
        Niue dollar;;Cent 100;niue dollar,niuean dollar,niue $
        Palauan dollar;;Cent 100;palauan dollar,palau dollar,palau $
        Pitcairn Islands dollar;;Cent 100;pitcairn islands dollar,pitcairn island dollar,pitcairn islands $
        Solomon Islands dollar;SBD;Cent 100;solomon islands dollar,solomon island dollar,solomon islands $,si$
        Surinamese dollar;SRD;Cent 100;surinamese dollar,suriname dollar,suriname $,surinamese $
        New Taiwan dollar;TWD;Cent 100;new taiwan dollar,taiwan dollar,taiwanese dollar,nt dollar,nt$,twd$,ntd
        Trinidad and Tobago dollar;TTD;Cent 100;trinidad and tobago dollar,trinidad dollar,trinidadian dollar,trinidad and tobago $,tt$
        Tuvaluan dollar;;Cent 100;tuvaluan dollar,tuvalu dollar,tuvaluan $
        Zimbabwean dollar;ZWL;Cent 100;zimbabwean dollar,zimbabwe dollar,z$
        Cent;;;cent,¢,￠
        Euro;EUR;Cent 100;euro,€
        Pound;;Pence 100;pound,£,￡,quid
        British pound;GBP;Pence 100;british pound,pound sterling,pounds sterling,sterling pound,gb pound,uk pound,english pound,sterling,gb£,gbp£,uk£
        Alderney pound;;Pence 100;alderney pound,alderney £
        Guernsey pound;GGP;Pence 100;guernsey pound,guernsey £
        Ascension pound;;Pence 100;ascension pound,ascension £
        Saint Helena pound;SHP;Pence 100;saint helena pound,saint helena £,st helena pound
        Egyptian pound;EGP;Piastre 100;egyptian pound,egypt pound,egyptian £,ج م,e£
        Falkland Islands pound;FKP;Pence 100;falkland islands pound,falkland island pound,falkland islands £
        Gibraltar pound;GIP;Pence 100;gibraltar pound,gibraltar £
        Manx pound;IMP;Pence 100;manx pound,isle of man pound,manx £
        Jersey pound;JEP;Pence 100;jersey pound,jersey £
        Lebanese pound;LBP;Piastre 100;lebanese pound,lebanon pound,lebanese £,ل ل
        South Georgia and the South Sandwich Islands pound;;Pence 100;south georgia and the south sandwich islands pound
        South Sudanese pound;SSP;Piastre 100;south sudanese pound,south sudanese £
        Sudanese pound;SDG;Piastre 100;sudanese pound,sudan pound,sudanese £,ج س
        Syrian pound;SYP;Piastre 100;syrian pound,syria pound,syrian £
        Pence;;;pence,penny,pennies
        Piastre;;;piastre,piaster
        Peso;;Centavo 100;peso
        Argentine peso;ARS;Centavo 100;argentine peso,argentinean peso,argentinian peso,argentina peso,ar$
        Chilean peso;CLP;Centavo 100;chilean peso,chile peso,clp$
        Colombian peso;COP;Centavo 100;colombian peso,colombia peso,col$
        Cuban convertible peso;CUC;Centavo 100;cuban convertible peso,cuba convertible peso,cuc$
        Cuban peso;CUP;Centavo 100;cuban peso,cuba peso,$mn
        Dominican peso;DOP;Centavo 100;dominican peso,dominican republic peso,rd$
        Mexican peso;MXN;Centavo 100;mexican peso,mexico peso,mexican $,mxn$,mex$,mx$
        Philippine peso;PHP;Centavo 100;philippine peso,filipino peso,philippines peso,piso,₱
        Uruguayan peso;UYU;Centésimo 100;uruguayan peso,uruguay peso,$u,ur$
        Centavo;;;centavo
        Centésimo;;;centésimo,centesimo
        Céntimo;;;céntimo,centimo
        Rupee;;Paisa 100;rupee,rs,re,₨
        Indian rupee;INR;Paisa 100;indian rupee,india rupee,₹
        Nepalese rupee;NPR;Paisa 100;nepalese rupee,nepali rupee,nepal rupee,npr
        Pakistani rupee;PKR;Paisa 100;pakistani rupee,pakistan rupee
        Mauritian rupee;MUR;Cent 100;mauritian rupee,mauritius rupee
        Seychellois rupee;SCR;Cent 100;seychellois rupee,seychelles rupee
        Sri Lankan rupee;LKR;Cent 100;sri lankan rupee,sri lanka rupee,රු,ரூ
        Paisa;;;paisa,paise
        Maldivian rufiyaa;MVR;Laari 100;maldivian rufiyaa,rufiyaa,maldives rufiyaa
        Laari;;;laari
        Indonesian rupiah;IDR;Sen 100;indonesian rupiah,rupiah,perak,rp
        Danish krone;DKK;Øre 100;danish krone,danish kroner,danish kroner,danish krona,denmark krone,denmark krona,krone,kroner
        Norwegian krone;NOK;Øre 100;norwegian krone,norwegian kroner,norwegian krona,norway krone
        Swedish krona;SEK;Öre 100;swedish krona,swedish kronor,swedish krone,swedish kroner,sweden krona,krona,kronor
        Icelandic króna;ISK;Eyrir 100;icelandic króna,icelandic krona,icelandic krónur,icelandic kronur,iceland króna,iceland krona
        Faroese króna;;Oyra 100;faroese króna,faroese krona,faroe islands króna,faroe islands krona
        Øre;;;øre
        Öre;;;öre
        Czech koruna;CZK;Haléř 100;czech koruna,czech crown,koruna,koruny,korun,kč
        Haléř;;;haléř,haler,heller
        Ruble;;Kopek 100;ruble,rouble,₽
        Russian ruble;RUB;Kopek 100;russian ruble,russian rouble,russia ruble,руб
        Belarusian ruble;BYN;Kopek 100;belarusian ruble,belarus ruble,belarusian rouble
        Transnistrian ruble;PRB;Kopek 100;transnistrian ruble,transnistria ruble,transnistrian rouble
        Kopek;;;kopek,kopeck,copeck
        Franc;;Centime 100;franc,₣,fr,fs
        Swiss franc;CHF;Rappen 100,Centime 100;swiss franc,sfr,schweizer franken
        West African CFA franc;XOF;Centime 100;west african cfa franc,west africa cfa franc,west african franc
        Central African CFA franc;XAF;Centime 100;central african cfa franc,central africa cfa franc,central african franc,cfa franc
        CFP franc;XPF;Centime 100;cfp franc
        Comorian franc;KMF;Centime 100;comorian franc,comoros franc
        Congolese franc;CDF;Centime 100;congolese franc,congo franc
        Burundian franc;BIF;Centime 100;burundian franc,burundi franc
        Djiboutian franc;DJF;Centime 100;djiboutian franc,djibouti franc
        Guinean franc;GNF;Centime 100;guinean franc,guinea franc,fg
        Rwandan franc;RWF;Centime 100;rwandan franc,rwanda franc,rf
        Belgian franc;BEF;Centime 100;belgian franc,belgium franc
        French franc;FRF;Centime 100;french franc
        Luxembourg franc;LUF;Centime 100;luxembourg franc,luxembourgian franc
        Malagasy franc;MGF;Centime 100;malagasy franc
        Centime;;;centime
        Rappen;;;rappen,rp
        Dinar;;Fils 1000;dinar
        Algerian dinar;DZD;Santeem 100;algerian dinar,algeria dinar,د ج
        Bahraini dinar;BHD;Fils 1000;bahraini dinar,bahrain dinar,bahrainian dinar,د ب
        Iraqi dinar;IQD;Fils 1000;iraqi dinar,iraq dinar,ع د
        Jordanian dinar;JOD;Piastre 100;jordanian dinar,jordan dinar,د ا
        Kuwaiti dinar;KWD;Fils 1000;kuwaiti dinar,kuwait dinar,د ك
        Libyan dinar;LYD;Dirham 1000;libyan dinar,libya dinar,ل د
        Serbian dinar;RSD;Para 100;serbian dinar,serbia dinar,дин
        Tunisian dinar;TND;Millime 1000;tunisian dinar,tunisia dinar,د ت
        Santeem;;;santeem
        Fils;;;fils,fulus
        Millime;;;millime
        Moroccan dirham;MAD;Centime 100;moroccan dirham,morocco dirham
        United Arab Emirates dirham;AED;Fils 100;united arab emirates dirham,uae dirham,emirati dirham,د إ,dhs
        Dirham;;;dirham
        Iranian rial;IRR;Dinar 100;iranian rial,iran rial,rial,﷼
        Omani rial;OMR;Baisa 1000;omani rial,oman rial,ر ع
        Yemeni rial;YER;Fils 100;yemeni rial,yemen rial
        Qatari riyal;QAR;Dirham 100;qatari riyal,qatar riyal,qatari rial,ر ق
        Saudi riyal;SAR;Halala 100;saudi riyal,saudi arabian riyal,saudi arabia riyal,saudi rial,riyal
        Halala;;;halala
        Baisa;;;baisa
        Chinese yuan;CNY;Jiao 10,Fen 100;chinese yuan,yuan,yuán,kuai,rmb,renminbi,chinese renminbi,chinese dollar,cny¥,cn¥,rmb¥,元,￥
        Jiao;;Fen 10;jiao,mao
        Fen;;;fen
        Japanese yen;JPY;Sen 100;japanese yen,yen,jp¥,jpy¥,¥,円
        Sen;;;sen
        Korean won;KRW;Jeon 100;korean won,won,₩,￦
        South Korean won;KRW;Jeon 100;south korean won,south korea won
        North Korean won;KPW;Chon 100;north korean won,north korea won
        New Taiwan yuan;TWD;;new taiwan yuan
        Macanese pataca;MOP;Avo 100;macanese pataca,macau pataca,macao pataca,pataca,mop$
        Avo;;;avo
        Vietnamese dong;VND;Hào 10;vietnamese dong,vietnam dong,dong,đồng,vietnamese đồng,₫,đ
        Thai baht;THB;Satang 100;thai baht,baht,thailand baht,฿
        Satang;;;satang
        Malaysian ringgit;MYR;Sen 100;malaysian ringgit,malaysia ringgit,ringgit,rm
        Lao kip;LAK;Att 100;lao kip,laos kip,laotian kip,kip,₭
        Cambodian riel;KHR;Sen 100;cambodian riel,cambodia riel,riel,៛
        Burmese kyat;MMK;Pya 100;burmese kyat,myanmar kyat,kyat
        Mongolian tögrög;MNT;Möngö 100;mongolian tögrög,mongolian tugrik,mongolia tugrik,mongolian togrog,tögrög,togrog,tugrik,₮
        Bangladeshi taka;BDT;Paisa 100;bangladeshi taka,bangladesh taka,taka,৳
        Bhutanese ngultrum;BTN;Chetrum 100;bhutanese ngultrum,bhutan ngultrum,ngultrum
        Afghan afghani;AFN;Pul 100;afghan afghani,afghani,؋
        Pul;;;pul
        Kazakhstani tenge;KZT;Tiyin 100;kazakhstani tenge,kazakhstan tenge,kazakh tenge,tenge,₸
        Kyrgyzstani som;KGS;Tyiyn 100;kyrgyzstani som,kyrgyzstan som,kyrgyz som
        Uzbekitan som;UZS;Tiyin 100;uzbekistani som,uzbekistan som,uzbekitan som,uzbek som,uzbekistani sum,uzbekistan sum,uzbek sum
        Tajikistani somoni;TJS;Diram 100;tajikistani somoni,tajikistan somoni,somoni
        Azerbaijani manat;AZN;Qəpik 100;azerbaijani manat,azerbaijan manat,₼
        Turkmenistan manat;TMT;Tennesi 100;turkmenistan manat,turkmenistani manat,turkmenistan new manat
        Manat;;;manat
        Armenian dram;AMD;Luma 100;armenian dram,armenia dram,dram,֏
        Georgian lari;GEL;Tetri 100;georgian lari,georgia lari,lari,₾
        Tetri;;;tetri
        Abkhazian apsar;;;abkhazian apsar,apsar
        Israeli new shekel;ILS;Agora 100;israeli new shekel,new israeli shekel,israeli shekel,israel shekel,new shekel,shekel,sheqel,₪,nis
        Agora;;;agora,agorot
        Turkish lira;TRY;Kuruş 100;turkish lira,turkey lira,lira,turkish lirasi,₺,tl
        Kuruş;;;kuruş,kurus
        Lira;;;italian lira,lire
        Polish złoty;PLN;Grosz 100;polish złoty,polish zloty,poland złoty,złoty,zloty,złote,zlote,złotych,zlotych,zł
        Grosz;;;grosz,groszy
        Hungarian forint;HUF;Fillér 100;hungarian forint,hungary forint,forint,ft
        Fillér;;;fillér,filler
        Romanian leu;RON;Ban 100;romanian leu,romanian lei,romania leu,leu,lei
        Moldovan leu;MDL;Ban 100;moldovan leu,moldovan lei,moldova leu
        Ban;;;bani
        Bulgarian lev;BGN;Stotinka 100;bulgarian lev,bulgarian leva,bulgaria lev,lev,leva,лв
        Stotinka;;;stotinka,stotinki
        Croatian kuna;HRK;Lipa 100;croatian kuna,croatia kuna,kuna
        Lipa;;;lipa
        Macedonian denar;MKD;Deni 100;macedonian denar,macedonia denar,denar,ден
        Deni;;;deni
        Albanian lek;ALL;Qindarkë 100;albanian lek,albanian lekë,albania lek,lek,lekë
        Qindarkë;;;qindarkë,qindarka
        Bosnia and Herzegovina convertible mark;BAM;Fening 100;bosnia and herzegovina convertible mark,bosnian convertible mark,bosnia convertible mark,convertible mark
        Fening;;;fening
        Ukrainian hryvnia;UAH;Kopiyka 100;ukrainian hryvnia,ukraine hryvnia,hryvnia,hryvnya,hryvnias,грн,₴
        Kopiyka;;;kopiyka
        Lithuanian litas;LTL;Centas 100;lithuanian litas,lithuania litas,litas
        Latvian lats;LVL;Santims 100;latvian lats,latvia lats
        Estonian kroon;EEK;Sent 100;estonian kroon,kroon
        German mark;DEM;Pfennig 100;german mark,deutsche mark,deutschmark,deutschemark,d mark,dm
        Pfennig;;;pfennig
        Finnish markka;FIM;Penni 100;finnish markka,finland markka,finnish mark,markka
        Netherlands guilder;ANG;Cent 100;netherlands guilder,netherlands antillean guilder,dutch guilder,guilder,ƒ
        Aruban florin;AWG;Cent 100;aruban florin,aruba florin,florin
        Spanish peseta;ESP;Céntimo 100;spanish peseta
        Peseta;;Céntimo 100;peseta,₧
        Portuguese escudo;PTE;;portuguese escudo
        Italian lira;ITL;;italian lire
        Greek drachma;GRD;;greek drachma,drachma,drachmas,₯
        Brazilian real;BRL;Centavo 100;brazilian real,brazilian reais,brazil real,brazil reais,reais,real,r$,brl$
        Bolivian boliviano;BOB;Centavo 100;bolivian boliviano,bolivia boliviano,boliviano,bs
        Venezuelan bolívar;VEF;Céntimo 100;venezuelan bolívar,venezuelan bolivar,venezuela bolívar,venezuela bolivar,bolívar,bolivar,bolívares,bolivares,bs f
        Peruvian sol;PEN;Céntimo 100;peruvian sol,peru sol,peruvian nuevo sol,nuevo sol,peruvian soles,soles,s/
        Paraguayan guaraní;PYG;Céntimo 100;paraguayan guaraní,paraguayan guarani,paraguay guarani,guaraní,guarani,guaraníes,₲
        Costa Rican colón;CRC;Céntimo 100;costa rican colón,costa rican colon,costa rica colón,costa rica colon,costa rican colones,₡
        Salvadoran colón;SVC;Centavo 100;salvadoran colón,salvadoran colon,el salvador colon,svc₡
        Guatemalan quetzal;GTQ;Centavo 100;guatemalan quetzal,guatemala quetzal,quetzal,quetzales
        Honduran lempira;HNL;Centavo 100;honduran lempira,honduras lempira,lempira
        Nicaraguan córdoba;NIO;Centavo 100;nicaraguan córdoba,nicaraguan cordoba,nicaragua cordoba,córdoba,cordoba
        Panamanian balboa;PAB;Centésimo 100;panamanian balboa,panama balboa,balboa,b/
        Haitian gourde;HTG;Centime 100;haitian gourde,haiti gourde,gourde
        South African rand;ZAR;Cent 100;south african rand,south africa rand,rand
        Nigerian naira;NGN;Kobo 100;nigerian naira,nigeria naira,naira,₦
        Kobo;;;kobo
        Ghanaian cedi;GHS;Pesewa 100;ghanaian cedi,ghana cedi,ghanian cedi,cedi,gh₵,₵
        Pesewa;;;pesewa
        Shilling;;Cent 100;shilling
        Kenyan shilling;KES;Cent 100;kenyan shilling,kenya shilling,ksh,kshs
        Somali shilling;SOS;Cent 100;somali shilling,somalia shilling,somalian shilling
        Tanzanian shilling;TZS;Cent 100;tanzanian shilling,tanzania shilling,tsh
        Ugandan shilling;UGX;Cent 100;ugandan shilling,uganda shilling,ush
        Ethiopian birr;ETB;Santim 100;ethiopian birr,ethiopia birr,birr
        Eritrean nakfa;ERN;Cent 100;eritrean nakfa,eritrea nakfa,nakfa
        Gambian dalasi;GMD;Butut 100;gambian dalasi,gambia dalasi,dalasi
        Butut;;;butut
        Angolan kwanza;AOA;Cêntimo 100;angolan kwanza,angola kwanza,kwanza
        Botswana pula;BWP;Thebe 100;botswana pula,pula
        Thebe;;;thebe
        Lesotho loti;LSL;Sente 100;lesotho loti,loti,maloti
        Swazi lilangeni;SZL;Cent 100;swazi lilangeni,swaziland lilangeni,lilangeni,emalangeni
        Malawian kwacha;MWK;Tambala 100;malawian kwacha,malawi kwacha
        Tambala;;;tambala
        Zambian kwacha;ZMW;Ngwee 100;zambian kwacha,zambia kwacha
        Ngwee;;;ngwee
        Malagasy ariary;MGA;Iraimbilanja 5;malagasy ariary,madagascar ariary,ariary
        Iraimbilanja;;;iraimbilanja
        Mauritanian ouguiya;MRO;Khoums 5;mauritanian ouguiya,mauritania ouguiya,ouguiya
        Khoums;;;khoums
        Mozambican metical;MZN;Centavo 100;mozambican metical,mozambique metical,metical,meticais
        Sierra Leonean leone;SLL;Cent 100;sierra leonean leone,sierra leone leone,leone
        São Tomé and Príncipe dobra;STD;Cêntimo 100;são tomé and príncipe dobra,sao tome and principe dobra,são tomé dobra,dobra
        Cape Verdean escudo;CVE;Centavo 100;cape verdean escudo,cape verde escudo
        Escudo;;;escudo
        Papua New Guinean kina;PGK;Toea 100;papua new guinean kina,papua new guinea kina,kina
        Toea;;;toea
        Samoan tālā;WST;Sene 100;samoan tālā,samoan tala,samoa tala,tālā,tala,ws$
        Sene;;;sene
        Tongan paʻanga;TOP;Seniti 100;tongan paʻanga,tongan pa'anga,tonga paʻanga,tonga pa'anga,paʻanga,pa'anga,paanga,tongan paanga,t$
        Seniti;;;seniti
        Vanuatu vatu;VUV;;vanuatu vatu,vatu
        Bitcoin;;;bitcoin,btc,xbt,₿
        Millibitcoin;;;millibitcoin,milibitcoin
        Satoshi;;;satoshi
        """;
}
