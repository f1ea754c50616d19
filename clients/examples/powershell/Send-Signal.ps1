# 端緒を一つ知らせ、その後を読む。Windows PowerShell 5.1 と PowerShell 7 /
# Sends one signal and reads its state back: Windows PowerShell 5.1 and PowerShell 7.
#   $env:TSUNAGU_URL = 'https://…'; $env:TSUNAGU_TOKEN = '…'; .\Send-Signal.ps1 部署の番号
# このファイルは BOM 付き UTF-8 で：5.1 は BOM がないと Shift_JIS として読みます /
# Keep this file UTF-8 with its byte order mark: 5.1 reads it as Shift_JIS without.
param([Parameter(Mandatory = $true)][string]$Id)

$ErrorActionPreference = 'Stop'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
$headers = @{ Authorization = "Bearer $env:TSUNAGU_TOKEN" }
$json = @{
    id         = $Id
    kind       = 'water_arrears'
    noticed_on = '2026-04-20'
    basis      = 'encouragement_only'
    note       = '給水停止の予告を送った'
} | ConvertTo-Json
# 文字列のまま渡すと 5.1 は日本語を壊します：UTF-8 のバイト列で /
# given as a string, 5.1 would spoil the Japanese: as the bytes of UTF-8
$body = [Text.Encoding]::UTF8.GetBytes($json)

$sent = $null
foreach ($attempt in 1..5) {
    try {
        $sent = Invoke-RestMethod -Method Post -Uri "$env:TSUNAGU_URL/api/v1/signals" `
            -Headers $headers -ContentType 'application/json' -Body $body -TimeoutSec 30
        break
    } catch {
        $status = if ($_.Exception.Response) { [int]$_.Exception.Response.StatusCode } else { 0 }
        if ($status -ge 400 -and $status -lt 500 -and $status -ne 429) {
            [Console]::Error.WriteLine("断られました / refused: $($_.ErrorDetails.Message)")
            exit 1
        }
        # 同じ番号をもう一度送っても二度には数えられません / the same id again never counts twice
        if ($attempt -lt 5) { Start-Sleep -Seconds ([Math]::Pow(2, $attempt)) }
    }
}
if ($null -eq $sent) {
    [Console]::Error.WriteLine('いまは届きません。同じ番号であとでもう一度 / away: later again, with the same id')
    exit 1
}
Invoke-RestMethod -Uri "$env:TSUNAGU_URL$($sent.status_url)" -Headers $headers -TimeoutSec 30 |
    ConvertTo-Json -Depth 5
