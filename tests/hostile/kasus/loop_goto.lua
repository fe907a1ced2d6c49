-- fase: call | kode: plugin.batas_instruksi | batas: instruksi
::lagi::
goto lagi
