using System.IO.Compression;
using System.Text;
using Assistant.Bot.Import;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Assistant.Tests.OfBot;

public sealed class ImportTests
{
    private const string Header = "case_no,creditor_name,customer_no,customer_name,id_no_last4,mobile,currency,product_name,card_last4,statement_day,due_date,delinquency_date,total_due,principal_balance,interest_due,penalty_due,fees_due,min_payment_due,daily_rate,penalty_rate,min_pay_rate,as_of";
    private const string Row = "C1,东江银行,P1,陈某,123X,13800001001,CNY,金卡,2210,8,2026-09-26,2026-09-27,\"23,418.55\",19800,2512.40,806.15,300,2341.86,0.0005,0.05,0.10,2026-11-20T02:00+08:00";

    [Fact]
    public async Task Loading_the_same_file_again_changes_nothing()
    {
        await using var world = World.Empty();
        var file = world.WriteFile("cases.csv", $"{Header}\n{Row}\n");
        Load(world, file).ShouldSatisfyAllConditions(r => r.Loaded.ShouldBe(1), r => r.Rejected.ShouldBe(0));
        var before = world.Scalar<string>("SELECT hex(row_hash) || as_of || loaded_at FROM cases");
        Load(world, file).ShouldSatisfyAllConditions(r => r.Loaded.ShouldBe(0), r => r.Unchanged.ShouldBe(1));
        world.Scalar<string>("SELECT hex(row_hash) || as_of || loaded_at FROM cases").ShouldBe(before);
        File.Exists(file + ".rejects.csv").ShouldBeFalse();
    }

    [Theory]
    [InlineData("2026-11-21T02:00+08:00", "20000.00", null, "20000.00")] // newer figures replace
    [InlineData("2026-11-19T02:00+08:00", "20000.00", "older_as_of", "23418.55")] // older ones are refused
    [InlineData("2026-11-20T02:00+08:00", "20000.00", "same_as_of", "23418.55")] // the same time with other figures too
    [InlineData("2026-11-19T18:00:00Z", "20000.00", "same_as_of", "23418.55")] // the same moment, written otherwise
    public async Task A_newer_as_of_replaces_and_an_older_one_is_refused(string asOf, string total, string? code, string stands)
    {
        await using var world = World.Empty();
        Load(world, world.WriteFile("cases.csv", $"{Header}\n{Row}\n"));
        var second = Row.Replace("2026-11-20T02:00+08:00", asOf, StringComparison.Ordinal).Replace("\"23,418.55\",19800", $"{total},16381.45", StringComparison.Ordinal);
        var result = Load(world, world.WriteFile("cases2.csv", $"{Header}\n{second}\n"));
        Rejects(result).ShouldBe(code is null ? [] : [$"2,as_of,{code}"]);
        world.Scalar<string>("SELECT file ->> 'totalDue' FROM cases").ShouldBe(stands + " CNY");
    }

    [Theory]
    [InlineData("19800,2512.40", "19800,2512.41", "total_due,sum_mismatch")] // one cent off
    [InlineData("19800,2512.40", "19800.001,2512.40", "principal_balance,too_many_decimals")]
    [InlineData("19800,2512.40", "abc,2512.40", "principal_balance,bad_money")]
    [InlineData("2026-09-26", "2026-02-30", "due_date,bad_date")]
    [InlineData("2026-09-26", "26/09/2026", "due_date,bad_date")] // not one of the forms: never guessed
    [InlineData("C1,", ",", "case_no,missing")]
    [InlineData("123X", "", "id_no_last4,missing")]
    [InlineData("123X", "12345", "id_no_last4,bad_last4")]
    [InlineData("13800001001", "1380", "mobile,bad_mobile")] // four digits
    [InlineData("13800001001", "1234567890123456", "mobile,bad_mobile")] // sixteen
    [InlineData("CNY", "人民币元", "currency,bad_currency")]
    [InlineData("2210,8", "6225881234562210,8", "card_last4,card_number")] // a whole card number must never be stored
    [InlineData("2210,8", "2210,32", "statement_day,bad_day")]
    [InlineData("0.0005", "1.5", "daily_rate,bad_rate")]
    [InlineData("2026-11-20T02:00+08:00", "yesterday", "as_of,bad_time")]
    public async Task A_bad_row_is_refused_with_line_field_and_code_and_the_good_ones_load(string from, string to, string reject)
    {
        await using var world = World.Empty();
        var bad = Row.Replace(from, to, StringComparison.Ordinal);
        var good = Row.Replace("C1,", "C2,", StringComparison.Ordinal);
        var result = Load(world, world.WriteFile("cases.csv", $"{Header}\n{bad}\n{good}\n"));
        Rejects(result).ShouldBe(["2," + reject]);
        result.Loaded.ShouldBe(1);
        (await File.ReadAllTextAsync(result.RejectsPath!)).ShouldNotContain("6225881234562210");
    }

    [Theory]
    [InlineData("1.2万", "12000.00")]
    [InlineData("¥12,345.67", "12345.67")]
    [InlineData("１２３４５．６７", "12345.67")] // full width
    [InlineData("12345.6", "12345.60")]
    [InlineData("-5.00", "-5.00")] // a credit
    public async Task Money_is_read_as_banks_write_it(string written, string amount)
    {
        await using var world = World.Empty();
        var header = Header + ",overdue_amount";
        Load(world, world.WriteFile("cases.csv", $"{header}\n{Row},\"{written}\"\n")).Rejected.ShouldBe(0);
        world.Scalar<string>("SELECT file ->> 'overdue' FROM cases").ShouldBe(amount + " CNY");
    }

    [Theory]
    [InlineData("20260926")]
    [InlineData("2026-09-26")]
    [InlineData("2026/9/26")]
    [InlineData("46291")] // Excel serial
    public async Task Dates_are_read_in_the_banks_forms(string written)
    {
        await using var world = World.Empty();
        Load(world, world.WriteFile("cases.csv", $"{Header}\n{Row.Replace("2026-09-26", written, StringComparison.Ordinal)}\n")).Rejected.ShouldBe(0);
        world.Scalar<string>("SELECT file ->> 'dueDate' FROM cases").ShouldBe("2026-09-26");
    }

    [Fact]
    public async Task Chinese_headers_tabs_and_gb18030_are_found_by_themselves()
    {
        await using var world = World.Empty();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        const string chinese = "案件编号\t委托方\t客户号\t客户姓名\t证件号码后四位\t客户手机号码\t币种\t产品名称\t首张激活卡号末四位\t账单日\t最后还款日\t逾期日\t委案金额AR\t账户余额本金\t逾期利息\t违约金\t逾期费用\t人民币最低应缴款金额\t日利率\t违约金比例\t最低还款比例\t数据截止时间";
        var result = Load(world, world.WriteFile("委外名单.csv", Encoding.GetEncoding("GB18030").GetBytes(chinese + "\n" + Row.Replace("\"23,418.55\"", "23418.55", StringComparison.Ordinal).Replace(',', '\t') + "\n")));
        result.Kind.ShouldBe(FileKind.Cases);
        result.Loaded.ShouldBe(1);
        world.Scalar<string>("SELECT file ->> 'creditorName' FROM cases").ShouldBe("东江银行");
    }

    [Fact]
    public async Task Columns_of_other_people_are_counted_dropped_and_logged_never_stored()
    {
        await using var world = World.Empty();
        var result = Load(world, world.WriteFile("cases.csv", $"{Header},联系人1,单位电话,spouse_mobile\n{Row},张三某某,02188887777,13911112222\n"));
        result.Loaded.ShouldBe(1);
        result.Dropped.ShouldBe(new Dictionary<string, int> { ["联系人1"] = 1, ["单位电话"] = 1, ["spouse_mobile"] = 1 });
        world.Log.Lines.ShouldContain(line => line.Contains("3 columns of other people with 3 filled cells", StringComparison.Ordinal));
        var bytes = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(world.StorePath)) + Encoding.UTF8.GetString(await ReadShared(world.StorePath + "-wal"));
        foreach (var secret in new[] { "张三某某", "02188887777", "13911112222" })
            bytes.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Names_numbers_and_words_are_not_readable_in_the_store()
    {
        await using var world = World.Empty();
        Load(world, world.WriteFile("cases.csv", $"{Header}\n{Row.Replace("陈某", "陈独一无二", StringComparison.Ordinal)}\n"));
        var talk = await world.TalkAsync();
        await talk.SayAsync("这是一句独一无二的话");
        var bytes = Encoding.UTF8.GetString(await ReadShared(world.StorePath)) + Encoding.UTF8.GetString(await ReadShared(world.StorePath + "-wal"));
        foreach (var secret in new[] { "陈独一无二", "13800001001", "这是一句独一无二的话" })
            bytes.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Payments_after_the_files_day_count_and_an_unknown_case_is_refused()
    {
        await using var world = World.Empty();
        var cases = world.WriteFile("cases.csv", $"{Header}\n{Row}\n");
        var payments = world.WriteFile("payments.csv", "payment_id,case_no,txn_type,amount,currency,value_date\nP1,C1,还款,100.00,CNY,2026-11-21\nP2,C9,Payment,5,CNY,2026-11-21\nP3,C1,Payment,5,USD,2026-11-21\nP4,C1,Payment,0,CNY,2026-11-21\nP1,C1,Payment,200,CNY,2026-11-21\nP5,C1,Payment,7,CNY,2026-11-20\n");
        // Given in the wrong order on purpose.
        var results = world.Get<Importer>().Import([payments, cases], Locales.English, (_, _) => { });
        Rejects(results.Single(r => r.Kind == FileKind.Payments)).ShouldBe(["3,case_no,unknown_case", "4,currency,currency_mismatch", "5,amount,not_positive", "6,payment_id,changed"]);
        world.Get<Assistant.Bot.Storage.Cases>().LoadForStaff("C1", "test")!.Account.Total.ToWire().ShouldBe("23318.55");
    }

    [Fact]
    public async Task An_xlsx_with_dates_and_numbers_loads_like_its_csv()
    {
        await using var world = World.Empty();
        var cells = Row.Replace("\"23,418.55\"", "23418.55", StringComparison.Ordinal).Split(',');
        var path = world.WriteFile("cases.xlsx", Workbook([Header.Split(','), cells], serialDates: [10, 11]));
        var result = Load(world, path);
        Rejects(result).ShouldBeEmpty();
        result.Loaded.ShouldBe(1);
        world.Scalar<string>("SELECT file ->> 'dueDate' FROM cases").ShouldBe("2026-09-26");
        Load(world, world.WriteFile("cases.csv", $"{Header}\n{Row}\n")).Unchanged.ShouldBe(1);
    }

    [Fact]
    public async Task A_truncated_xlsx_says_so_and_loads_nothing()
    {
        await using var world = World.Empty();
        var whole = Workbook([Header.Split(','), Row.Replace("\"23,418.55\"", "23418.55", StringComparison.Ordinal).Split(',')], []);
        var result = Load(world, world.WriteFile("cases.xlsx", whole[..(whole.Length / 2)]));
        result.Kind.ShouldBeNull();
        result.Problem.ShouldNotBeNull().ShouldContain("damaged or incomplete");
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_before_it_is_opened()
    {
        await using var world = World.Empty();
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Optimal).Open();
            var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<c/>", 250_000)));
            for (var i = 0; i < 200; i++)
                entry.Write(block);
        }

        var before = GC.GetTotalMemory(true);
        var result = Load(world, world.WriteFile("cases.xlsx", buffer.ToArray()));
        result.Problem.ShouldNotBeNull().ShouldContain("unpacks to far more");
        (GC.GetTotalMemory(true) - before).ShouldBeLessThan(50_000_000);
    }

    [Fact]
    public async Task A_hundred_megabyte_cell_costs_its_own_row_and_no_memory()
    {
        await using var world = World.Empty();
        var path = world.WriteFile("cases.csv", "");
        await using (var writer = new StreamWriter(path))
        {
            await writer.WriteAsync($"{Header}\n{Row}\nC3,\"");
            var block = new string('x', 1_000_000);
            for (var i = 0; i < 100; i++)
                await writer.WriteAsync(block);
            await writer.WriteAsync($"\",P1\n{Row.Replace("C1,", "C2,", StringComparison.Ordinal)}\n");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Load(world, path);
        Rejects(result).ShouldBe(["3,creditor_name,cell_too_long"]);
        result.Loaded.ShouldBe(2);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(60_000_000);
    }

    [Fact]
    public async Task An_unclosed_quotation_mark_costs_a_hundred_lines_at_most_and_is_said()
    {
        await using var world = World.Empty();
        var rows = Enumerable.Range(1, 300).Select(i => Row.Replace("C1,", $"C{i},", StringComparison.Ordinal).Replace("\"23,418.55\"", "23418.55", StringComparison.Ordinal)).ToList();
        rows[0] = rows[0].Replace("金卡", "\"金卡", StringComparison.Ordinal);
        var result = Load(world, world.WriteFile("cases.csv", Header + "\n" + string.Join('\n', rows) + "\n"));
        result.Loaded.ShouldBeGreaterThan(190);
        result.Rejected.ShouldBeGreaterThan(0);
        (await File.ReadAllTextAsync(result.RejectsPath!)).ShouldContain("cell_too_long");
    }

    [Fact]
    public async Task A_row_with_bytes_that_are_no_text_is_refused_and_the_others_load()
    {
        await using var world = World.Empty();
        byte[] bytes = [.. Encoding.UTF8.GetBytes($"{Header}\n{Row}\n"), .. Encoding.UTF8.GetBytes(Row.Replace("C1,", "C2,", StringComparison.Ordinal)[..40]), 0xFF, 0xFE, .. Encoding.UTF8.GetBytes(Row[40..] + "\n")];
        var result = Load(world, world.WriteFile("cases.csv", bytes));
        result.Loaded.ShouldBe(1);
        Rejects(result).Single().ShouldEndWith("bad_encoding");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,b,c\n1,2,3\n", "neither the name nor the columns")]
    public async Task A_file_that_is_no_case_file_says_what_to_do(string text, string says)
    {
        await using var world = World.Empty();
        Load(world, world.WriteFile("something.csv", text)).Problem.ShouldNotBeNull().ShouldContain(says);
    }

    [Fact]
    public async Task A_file_without_a_required_column_names_it()
    {
        await using var world = World.Empty();
        Load(world, world.WriteFile("cases.csv", "case_no,customer_name\nC1,x\n")).Problem.ShouldNotBeNull().ShouldContain("as_of");
    }

    [Fact]
    public async Task Imports_while_turns_run_are_seen_at_once_and_lose_nothing()
    {
        await using var world = await World.WithSamplesAsync();
        var rows = Enumerable.Range(1, 3000).Select(i => Row.Replace("C1,", $"C{i},", StringComparison.Ordinal));
        var file = world.WriteFile("cases.csv", Header + "\n" + string.Join('\n', rows) + "\n");
        var import = Task.Run(() => Load(world, file));
        var talk = await world.TalkAsync("S1001");
        var turns = 0;
        for (; !import.IsCompleted || turns < 20; turns++)
            await talk.SayAsync("我欠多少");
        (await import).Loaded.ShouldBe(3000);
        world.Scalar<int>("SELECT turn FROM conversations WHERE conversation_id = @Id", new { talk.Id }).ShouldBe(turns);
        await talk.SayAsync("退出");
        var other = await world.TalkAsync("C3000");
        await other.SayAsync("我欠多少");
        other.Fact("total_due").ShouldBe("23418.55");
    }

    private static ImportResult Load(World world, string path) => world.Get<Importer>().ImportFile(path, Locales.English, _ => { });

    private static IReadOnlyList<string> Rejects(ImportResult result) => result.RejectsPath is null ? []
        : [.. File.ReadAllLines(result.RejectsPath).Skip(1).Select(line => string.Join(',', line.Split(',')[..3]))];

    private static async Task<byte[]> ReadShared(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static byte[] Workbook(IReadOnlyList<string[]> rows, int[] serialDates)
    {
        using var buffer = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(buffer, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            var data = new SheetData(rows.Select((cells, r) => new Row(cells.Select((text, c) =>
                r > 0 && serialDates.Contains(c)
                    ? new Cell { CellValue = new CellValue(DateOnly.Parse(text, null).ToDateTime(TimeOnly.MinValue).ToOADate()), DataType = CellValues.Number }
                    : decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && c is >= 12 and <= 17
                        ? new Cell { CellValue = new CellValue(number), DataType = CellValues.Number }
                        : new Cell { CellValue = new CellValue(text), DataType = CellValues.String }))));
            sheet.Worksheet = new Worksheet(data);
            workbook.Workbook.AppendChild(new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "1" }));
        }

        return buffer.ToArray();
    }
}
