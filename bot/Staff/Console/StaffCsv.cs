using System.Text;
using CsvHelper;

namespace Assistant.Bot.Staff.Console;

/// <summary>Tables to be opened in a spreadsheet: UTF-8 with its mark, so that Chinese is read as Chinese, and nothing in a cell that a spreadsheet would run.</summary>
public static class StaffCsv
{
    /// <summary>The answer that downloads a table.</summary>
    public static IResult File(string name, IEnumerable<IReadOnlyList<string>> rows) => Results.File(Write(rows), "text/csv; charset=utf-8", name);

    /// <summary>A table as a file.</summary>
    public static byte[] Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        using var memory = new MemoryStream();
        using (var csv = CsvWriter.Create(new StreamWriter(memory, new UTF8Encoding(true), leaveOpen: true), new CsvWriterOptions()))
        {
            foreach (var row in rows)
            {
                foreach (var cell in row)
                    csv.WriteField(Safe(cell));
                csv.EndRecord();
            }
        }

        return memory.ToArray();
    }

    /// <summary>A text that no spreadsheet takes for a formula.</summary>
    internal static string Safe(string cell) => cell.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] || cell is ['\t' or '\r' or '\n', ..] ? "'" + cell : cell;
}
